from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="شخص من الفريق",
    person_came="{name} هنا الآن.",
    person_left="انتهى الحديث مع {name}، والتطبيق هو من يجيب الآن.",
    person_called="طُلب التحدث إلى شخص.",
    person_has_it="يتولى هذه المحادثة الآن شخص من الفريق: اكتب إليه في الأسفل.",
    with_person="أنت تتحدث الآن مع {name}.",
    with_a_person="أنت تتحدث الآن مع شخص من الفريق.",
    person_awaited="سيأتي شخص من الفريق في أقرب وقت.",
    app_meanwhile="وحتى ذلك الحين يجيب التطبيق.",
    person_reads="ما تكتبه هنا يقرؤه هذا الشخص، ويمكن سؤال التطبيق في محادثة جديدة.",
    call_person="التحدث إلى شخص",
    person_closed="لا يوجد أحد الآن؛ سيعود من يجيب بدءًا من {when}.",
    person_away="لا يوجد أحد في هذه اللحظة.",
    contact_wanted="اترك بريدًا إلكترونيًا أو رقم هاتف وسيتواصل معك أحدهم.",
    contact="البريد أو الهاتف",
    leave_contact="اتركه",
    contact_left="يمكن للفريق التواصل معك عبر {contact}.",
    contact_change="تغيير",
    contact_withdraw="سحب",
    contact_wrong="أدخل بريدًا إلكترونيًا أو رقم هاتف من فضلك.",
)
