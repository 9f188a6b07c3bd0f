from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="Aquí una persona puede enviar {limit} mensajes por minuto, así que este no se envió. "
    "Podrá continuar {when}.",
    error_limit_user_day="Aquí una persona puede enviar {limit} mensajes al día, así que este no se envió. Podrá "
    "continuar {when}.",
    error_limit_user_uploads="Aquí una persona puede enviar {limit} de archivos al día, así que este no se aceptó. "
    "Podrá continuar {when}.",
    error_limit_address_minute="Desde su red se pueden enviar aquí {limit} mensajes por minuto, así que este no se "
    "envió. Podrá continuar {when}.",
    error_limit_address_day="Desde su red se pueden enviar aquí {limit} mensajes al día, así que este no se envió. "
    "Podrá continuar {when}.",
    error_limit_address_uploads="Desde su red se pueden enviar aquí {limit} de archivos al día, así que este no se "
    "aceptó. Podrá continuar {when}.",
    error_limit_app_minute="Esta aplicación acepta {limit} mensajes por minuto entre todas las personas, así que "
    "este no se envió. Podrá continuar {when}.",
    error_limit_app_day="Esta aplicación acepta {limit} mensajes al día entre todas las personas, así que este no se "
    "envió. Podrá continuar {when}.",
    error_limit_app_uploads="Esta aplicación acepta {limit} de archivos al día entre todas las personas, así que "
    "este no se aceptó. Podrá continuar {when}.",
    error_limit_address_runs="Desde su red se pueden escribir {limit} respuestas a la vez, y ya se están "
    "escribiendo, así que no se envió nada. Espere a que termine una e inténtelo de nuevo.",
    error_limit_app_runs="Esta aplicación escribe {limit} respuestas a la vez, y ya las está escribiendo, así que no "
    "se envió nada. Espere un momento e inténtelo de nuevo.",
    newcomers="Demasiadas visitas nuevas",
    newcomers_why="Desde su red han llegado aquí por primera vez más personas de las que pueden hacerlo en una hora. "
    "Inténtelo de nuevo en unos {minutes} min.",
)
