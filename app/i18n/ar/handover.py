from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="شخص من الفريق",
    person_came="{name} هنا الآن.",
    person_left="انتهى الحديث مع {name}، والتطبيق هو من يجيب الآن.",
    person_called="طُلب التحدث إلى شخص.",
    person_has_it="يتولى هذه المحادثة الآن شخص من الفريق: اكتب إليه في الأسفل.",
)
