from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="この回答ができるまで",
    reasoning="思考",
    label_code="ja_JP",
    state_running="実行中",
    state_waiting="待機中",
    state_done="完了",
    state_failed="失敗",
    state_stopped="停止済み",
    step_input="入力",
    step_result="結果",
    form="フォーム",
    form_until="回答期限",
    form_answered="あなたの回答：{action}",
    form_closed="このフォームは回答済みです。",
    form_expired="このフォームは期限が過ぎました。回答はフォームなしで続きました。",
    form_elsewhere="アプリは、ほかの人がフォームに回答するのを待っています。続きはここに表示されます。",
    form_wrong="このフォームを送信するには、いくつかの項目を直す必要があります。",
    form_gone="このフォームはもう送信できません。回答の続きを見るには、ページを再読み込みしてください。",
)
