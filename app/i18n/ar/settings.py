from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="سياسة الخصوصية",
    answer_begins="تجري كتابة الإجابة.",
    answer_ends="اكتملت الإجابة.",
    answer_waits="الإجابة بانتظارك: هناك نموذج يجب ملؤه.",
    answer_goes_on="الإجابة مستمرة، ونصها الكامل موجود في المحادثة.",
)
