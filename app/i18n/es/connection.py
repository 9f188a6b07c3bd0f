from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="Está sin conexión. Lo que escriba se conserva.",
    server_resting="Este servidor no puede responder ahora. Seguirá por sí solo; lo que escriba se conserva.",
    back_again="Conectado de nuevo.",
    try_now="Intentar ahora",
    crowded="Hay demasiadas personas en este momento. La página vuelve a intentarlo por sí sola; lo que escriba "
    "se conserva.",
    needs_connection="Se hará cuando vuelva la conexión.",
    waits_for_connection="Aún no se ha enviado: se enviará por sí solo cuando vuelva la conexión.",
    new_version="Hay una versión más reciente de esta página. Lo que escribió se conserva.",
    reload="Recargar",
    list_stale="Ahora no se puede pedir esta lista a la aplicación; se muestra como estaba.",
    still_waiting="Aún en espera: la aplicación no ha empezado a responder. Puede seguir esperando o detenerla.",
)
