from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="Respuestas guardadas",
    canned_note="Escriba / en su respuesta para buscar una. Se rellenan solos: {names}",
    canned_none="Todavía no hay respuestas guardadas.",
    canned_new="Nueva respuesta guardada",
    canned_title="Título",
    canned_text="Texto",
    canned_apps="Para",
    canned_use="Usar «{name}»",
    canned_edit="Editar «{name}»",
    canned_delete="Eliminar «{name}»",
    canned_left="Sin rellenar: {names}",
    canned_bad="Un título tiene de 1 a {title} caracteres; un texto, de 1 a {text}.",
    canned_no_app="Elija al menos una aplicación.",
    canned_full="No caben más de {limit} respuestas guardadas. Elimine una antes.",
)
