from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="隐私政策",
    answer_begins="正在生成回答。",
    answer_ends="回答已完成。",
    answer_waits="回答在等您：有一个表单需要填写。",
    answer_goes_on="回答还在继续，全文在对话中。",
)
