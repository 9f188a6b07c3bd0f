from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="人工客服",
    person_came="{name}已加入对话。",
    person_left="{name}已离开，接下来由应用回答。",
    person_called="已请求人工客服。",
    person_has_it="此对话目前由人工客服接待：请在下方留言。",
)
