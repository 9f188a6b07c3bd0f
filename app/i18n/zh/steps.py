from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="这个回答的由来",
    reasoning="思考",
    label_code="zh_Hans",
    state_running="进行中",
    state_waiting="等待中",
    state_done="已完成",
    state_failed="失败",
    state_stopped="已停止",
    step_input="输入",
    step_result="结果",
    form="表单",
    form_until="截止时间",
    form_answered="您的选择：{action}",
    form_closed="这份表单已有人填写。",
    form_expired="这份表单已过期，回答没有等它就继续了。",
    form_elsewhere="应用正在等待其他人填写表单。后续内容会出现在这里。",
    form_wrong="表单中有几处需要修改，才能提交。",
    form_gone="这份表单已无法提交。请重新加载页面，查看回答的后续。",
)
