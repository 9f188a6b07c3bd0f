from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}، كما كانت في {date}",
    taken_in_part="تعذّر طلب المحادثة كاملة من التطبيق. هذا ما لدى خادم هذه الصفحة منها، وقد تنقصه رسائل.",
    taken_version="النسخة {number} من {count}: لهذه الإجابة نسخ أخرى غير مضمّنة هنا.",
    taken_running="كانت هذه الإجابة لا تزال قيد الكتابة.",
    list_in_part="تعذّر طلب قائمة المحادثات كاملة من التطبيق. قد تنقص هنا محادثات، وقد تكون أخرى غير كاملة؛ حاول "
    "مجددًا لاحقًا.",
)
