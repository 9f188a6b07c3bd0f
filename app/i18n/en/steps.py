from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="How this answer came about",
    reasoning="Thinking",
    label_code="en_US",
    state_running="running",
    state_waiting="waiting",
    state_done="done",
    state_failed="failed",
    state_stopped="stopped",
    step_input="Input",
    step_result="Result",
    form="Form",
    form_until="Open until",
    form_answered="You answered: {action}",
    form_closed="This form was answered.",
    form_expired="The time for this form is over. The answer went on without it.",
    form_elsewhere="The app waits for somebody else to answer a form. What follows will appear here.",
    form_wrong="Some fields need your attention before this form can be sent.",
    form_gone="This form can no longer be sent. Reload the page to see how the answer went on.",
)
