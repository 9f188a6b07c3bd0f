from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="بحث",
    search_conversations="البحث في المحادثات",
    search_hint="كلمات من عنوان أو سؤال أو إجابة. علامات الاقتباس تُبقي الكلمات معًا.",
    searching="جارٍ البحث…",
    still_looking="ما زال البحث جاريًا في المحادثات الأقدم…",
    nothing_so_far="لا شيء حتى الآن.",
    nothing_found="لم يُعثر على شيء. جرّب كلمات أقل أو كلمات أخرى.",
    search_failed="لم ينجح البحث. حاول مرة أخرى بعد قليل.",
    search_partly="تعذّرت قراءة بعض المحادثات الأقدم، فقد يكون هناك ما ينقص.",
    search_count="النتائج: {count}",
    search_most="تظهر أحدث النتائج. اكتب المزيد للعثور على غيرها.",
    search_results="النتائج",
    going_to_message="جارٍ الانتقال إلى الرسالة…",
    turn_gone="لم تعد هذه الرسالة موجودة. ربما حُذفت أو أُعيد طرح سؤالها.",
)
