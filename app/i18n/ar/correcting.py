from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="تصحيح",
    correct_title="تصحيح هذه الإجابة",
    correct_note="يجيب التطبيق بعد ذلك بهذه الإجابة عن هذا السؤال وما يشبهه. ولا يتغيّر شيء في هذه المحادثة.",
    correct_again="صُحّحت هذه الإجابة من قبل. الحفظ يغيّر ذلك التصحيح.",
    correct_question="السؤال",
    correct_answer="الإجابة الصحيحة",
    correct_lasting="الاحتفاظ بها عند حذف هذه المحادثة: لا شيء فيها يخص العميل.",
    correct_with="صحّح بهذه الإجابة",
    corrected="حُفظ التصحيح. يجيب به التطبيق من الآن فصاعدًا.",
    corrected_unused="حُفظ التصحيح، لكن التطبيق لا يجيب بالتصحيحات: ردود التعليقات التوضيحية مُعطّلة فيه. أخبر من "
    "يدير التطبيق.",
    corrected_by="صُحّحت في تعليق توضيحي من {name}",
    corrected_before="صُحّحت في تعليق توضيحي",
    correct_cannot="خادم هذا التطبيق لا يحفظ تصحيحات.",
    correct_forbidden="لا يُسمح لمفتاح التطبيق بتغيير التصحيحات. أخبر من يدير التطبيق.",
    correct_bad="للسؤال وللإجابة من 1 إلى {limit} حرف لكلٍّ منهما.",
)
