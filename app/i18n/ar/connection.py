from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="أنت غير متصل بالإنترنت. ما تكتبه محفوظ.",
    server_resting="لا يستطيع هذا الخادم الرد الآن. سيستأنف العمل تلقائيًا، وما تكتبه محفوظ.",
    back_again="عاد الاتصال.",
    try_now="حاول الآن",
    needs_connection="سيُنفَّذ ما ضغطت عليه عند عودة الاتصال.",
    waits_for_connection="لم يُرسَل بعد: سيُرسَل تلقائيًا عند عودة الاتصال.",
    new_version="تتوفر نسخة أحدث من هذه الصفحة. ما كتبته محفوظ.",
    reload="إعادة التحميل",
    list_stale="لا يمكن سؤال التطبيق عن هذه القائمة الآن؛ وهي معروضة كما كانت.",
    still_waiting="ما زلنا ننتظر: لم يبدأ التطبيق بالإجابة بعد. يمكنك الانتظار أو الإيقاف.",
)
