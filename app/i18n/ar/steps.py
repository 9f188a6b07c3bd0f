from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="كيف جاءت هذه الإجابة",
    reasoning="التفكير",
    label_code="ar_TN",
    state_running="قيد التنفيذ",
    state_waiting="في الانتظار",
    state_done="اكتملت",
    state_failed="فشلت",
    state_stopped="توقفت",
    step_input="المدخلات",
    step_result="النتيجة",
    form="النموذج",
    form_until="متاح حتى",
    form_answered="أجبت: {action}",
    form_closed="تمت الإجابة عن هذا النموذج.",
    form_expired="انتهت مهلة هذا النموذج، وتابعت الإجابة من دونه.",
    form_elsewhere="ينتظر التطبيق أن يجيب شخص آخر عن نموذج. ما يلي سيظهر هنا.",
    form_wrong="بعض الحقول تحتاج إلى تصحيح قبل إرسال هذا النموذج.",
    form_gone="لم يعد من الممكن إرسال هذا النموذج. أعد تحميل الصفحة لترى كيف تابعت الإجابة.",
)
