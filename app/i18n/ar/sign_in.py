from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="تسجيل الدخول",
    sign_in_name="الاسم",
    sign_in_password="كلمة المرور",
    sign_in_wrong="الاسم أو كلمة المرور غير صحيح.",
    sign_in_slow="محاولات كثيرة جدًا. حاول مجددًا بعد {seconds} ث.",
    signed_out="تم تسجيل خروجك.",
    sign_in_go_on="المتابعة إلى تسجيل الدخول",
    sign_in_away="تعذّر الوصول إلى خدمة تسجيل الدخول الآن. حاول مجددًا بعد لحظات.",
    sign_in_failed="لم يكتمل تسجيل الدخول هذا. ابدأ من جديد من فضلك.",
    sign_in_elsewhere="لم تسجّل دخولك. افتح هذه الصفحة عبر تسجيل الدخول الخاص بمؤسستك.",
    your_account="حسابك",
    signed_in_as="تم تسجيل الدخول باسم {name}",
    where_signed_in="الأجهزة التي سجّلت الدخول منها",
    this_device="هذا الجهاز",
    some_device="جهاز",
    last_seen="آخر ظهور",
    sign_out="تسجيل الخروج",
    sign_out_of="تسجيل الخروج: {device}",
    sign_out_everywhere="تسجيل الخروج من كل الأجهزة",
    sign_out_failed="تعذّر تسجيل الخروج. حاول مجددًا.",
)
