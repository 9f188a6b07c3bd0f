from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="プライバシーポリシー",
    answer_begins="回答を書いています。",
    answer_ends="回答が完了しました。",
    answer_waits="回答が入力を待っています。フォームに記入してください。",
    answer_goes_on="回答は続きます。全文は会話の中にあります。",
)
