from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="ردود جاهزة",
    canned_note="اكتب / في ردّك لإيجاد أحدها. تُملأ هذه تلقائيًا: {names}",
    canned_none="لا توجد ردود جاهزة بعد.",
    canned_new="رد جاهز جديد",
    canned_title="العنوان",
    canned_text="النص",
    canned_apps="يُستخدم في",
    canned_use="استخدم {name}",
    canned_edit="عدّل {name}",
    canned_delete="احذف {name}",
    canned_left="لم يُملأ بعد: {names}",
    canned_bad="للعنوان من 1 إلى {title} حرف، وللنص من 1 إلى {text}.",
    canned_no_app="اختر تطبيقًا واحدًا على الأقل.",
    canned_full="لا يمكن حفظ أكثر من {limit} رد جاهز. احذف واحدًا أولًا.",
)
