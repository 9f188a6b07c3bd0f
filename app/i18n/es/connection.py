from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="Está sin conexión. Lo que escriba se conserva.",
    back_again="Conectado de nuevo.",
    try_now="Intentar ahora",
    needs_connection="Se hará cuando vuelva la conexión.",
    waits_for_connection="Aún no se ha enviado: se enviará por sí solo cuando vuelva la conexión.",
    new_version="Hay una versión más reciente de esta página. Lo que escribió se conserva.",
    reload="Recargar",
)
