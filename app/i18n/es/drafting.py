from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="Redactar una respuesta",
    draft_title="Borrador de la aplicación",
    draft_note="Solo usted lo ve.",
    draft_running="Se está escribiendo la respuesta.",
    draft_use="Ponerlo en su respuesta",
    draft_discard="Descartar",
    draft_nothing="El cliente aún no ha escrito nada, así que no hay nada que responder.",
    draft_waits="La aplicación espera aquí un formulario, así que no da una respuesta completa.",
    draft_without="Sin estos archivos, que no se pudieron dar a la aplicación: {names}",
    ask_beside="Preguntar otra vez para comparar",
    asked_beside="Una respuesta nueva para comparar",
)
