from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="Corregir",
    correct_title="Corregir esta respuesta",
    correct_note="A partir de entonces la aplicación responde así a esta pregunta y a las parecidas. En esta "
    "conversación no cambia nada.",
    correct_again="Esta respuesta ya fue corregida. Guardar cambia esa corrección.",
    correct_question="Pregunta",
    correct_answer="La respuesta correcta",
    correct_lasting="Conservarla cuando se borre esta conversación: no contiene nada sobre el cliente.",
    correct_with="Corregir con esta",
    corrected="Guardado. La aplicación responde así a partir de ahora.",
    corrected_unused="Guardado, pero la aplicación no responde con correcciones: allí las respuestas por "
    "anotación están desactivadas. Avise a quien administra la aplicación.",
    corrected_by="Corregida en una anotación por {name}",
    corrected_before="Corregida en una anotación",
    correct_cannot="El servidor de esta aplicación no guarda correcciones.",
    correct_forbidden="La clave de la aplicación no puede cambiar correcciones. Avise a quien administra la "
    "aplicación.",
    correct_bad="La pregunta y la respuesta tienen de 1 a {limit} caracteres cada una.",
)
