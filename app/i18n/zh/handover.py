from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="人工客服",
    person_came="{name}已加入对话。",
    person_left="{name}已离开，接下来由应用回答。",
    person_called="已请求人工客服。",
    person_has_it="此对话目前由人工客服接待：请在下方留言。",
    with_person="您正在与{name}对话。",
    with_a_person="您正在与人工客服对话。",
    person_awaited="客服会尽快到来。",
    app_meanwhile="在此之前由应用回答。",
    person_reads="您在这里写的内容将由客服阅读；如需询问应用，请开始新对话。",
    call_person="联系人工客服",
    person_closed="现在没有人在线，{when} 起恢复服务。",
    person_away="目前没有人在线。",
    contact_wanted="请留下电子邮箱或电话号码，我们会与您联系。",
    contact="电子邮箱或电话号码",
    leave_contact="留下",
    contact_left="我们可以通过 {contact} 与您联系。",
    contact_change="更改",
    contact_withdraw="撤回",
    contact_wrong="请输入电子邮箱或电话号码。",
)
