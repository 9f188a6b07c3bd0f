from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}, tal como estaba el {date}",
    taken_in_part="No se pudo pedir a la aplicación la conversación completa. Esto es lo que tiene de ella el "
    "servidor de esta página: pueden faltar mensajes.",
    taken_version="Versión {number} de {count}: esta respuesta tiene otras versiones, que no se incluyen aquí.",
    taken_running="Esta respuesta aún se estaba escribiendo.",
    list_in_part="No se pudo pedir a la aplicación la lista completa de conversaciones. Pueden faltar algunas aquí "
    "y otras estar incompletas; vuelva a intentarlo más tarde.",
)
