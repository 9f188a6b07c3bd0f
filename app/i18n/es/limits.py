from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="El límite de mensajes por minuto es {limit} por persona, así que este no se envió. Hora "
    "a la que podrá continuar: {when}.",
    error_limit_user_day="El límite de mensajes al día es {limit} por persona, así que este no se envió. Hora a la "
    "que podrá continuar: {when}.",
    error_limit_user_uploads="Aquí una persona puede enviar {limit} de archivos al día, así que este no se aceptó. "
    "Hora a la que podrá continuar: {when}.",
    error_limit_address_minute="El límite de mensajes por minuto es {limit} por red, así que este no se envió. Hora "
    "a la que podrá continuar: {when}.",
    error_limit_address_day="El límite de mensajes al día es {limit} por red, así que este no se envió. Hora a la "
    "que podrá continuar: {when}.",
    error_limit_address_uploads="Desde su red se pueden enviar aquí {limit} de archivos al día, así que este no se "
    "aceptó. Hora a la que podrá continuar: {when}.",
    error_limit_app_minute="El límite de mensajes por minuto en esta aplicación es {limit} entre todas las personas, "
    "así que este no se envió. Hora a la que podrá continuar: {when}.",
    error_limit_app_day="El límite de mensajes al día en esta aplicación es {limit} entre todas las personas, así "
    "que este no se envió. Hora a la que podrá continuar: {when}.",
    error_limit_app_uploads="Esta aplicación acepta {limit} de archivos al día entre todas las personas, así que "
    "este no se aceptó. Hora a la que podrá continuar: {when}.",
    error_limit_address_runs="El límite de respuestas a la vez es {limit} por red y ya se alcanzó, así que no se "
    "envió nada. Espere a que termine una e inténtelo de nuevo.",
    error_limit_app_runs="El límite de respuestas a la vez es {limit} en esta aplicación y ya se alcanzó, así que no "
    "se envió nada. Espere un momento e inténtelo de nuevo.",
    newcomers="Demasiadas visitas nuevas",
    newcomers_why="Desde su red han llegado aquí por primera vez más personas de las que pueden hacerlo en una hora. "
    "Inténtelo de nuevo en unos {minutes} min.",
)
