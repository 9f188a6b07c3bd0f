from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="اطلب مسودة",
    draft_title="مسودة التطبيق",
    draft_note="لا يراها سواك.",
    draft_running="تُكتب الإجابة الآن.",
    draft_use="ضعها في ردّك",
    draft_discard="تجاهل",
    draft_nothing="لم يكتب العميل شيئًا بعد، فلا شيء للرد عليه.",
    draft_waits="ينتظر التطبيق هنا ملء نموذج، لذلك لا يعطي إجابة كاملة.",
    draft_without="من دون هذه الملفات التي تعذّر إعطاؤها للتطبيق: {names}",
    ask_beside="اسأل مرة أخرى للمقارنة",
    asked_beside="إجابة جديدة للمقارنة",
)
