from app.i18n.words.errors import ErrorWords

ERRORS = ErrorWords(
    field_required="Rellene «{label}».",
    field_too_long="Tiene {length} caracteres; se permiten como máximo {limit}.",
    field_not_offered="Elija una de las opciones.",
    field_not_a_number="Introduzca un número.",
    fields_wrong="Hay que corregir algunos datos antes de iniciar el chat.",
    question_too_long="Este mensaje tiene {length} caracteres; se pueden enviar como máximo {limit}. Acórtelo.",
    turn_stopped="Esta respuesta se detuvo.",
    turn_empty="La aplicación dio una respuesta vacía. Pregunte de nuevo o formule la pregunta de otra manera.",
    error_unreachable="Ahora mismo no se puede acceder a la aplicación. Inténtelo de nuevo en un momento.",
    error_timeout="La aplicación tardó demasiado y dejó de responder. Inténtelo de nuevo en un momento.",
    error_cut="La respuesta se cortó antes del final. Lo recibido se conserva; pregunte de nuevo para obtenerla "
    "completa.",
    error_server_left="El servidor se reinició mientras se escribía esta respuesta. Lo recibido se conserva; pregunte "
    "de nuevo para obtenerla completa.",
    server_leaving="El servidor se está reiniciando. Envíe el mensaje de nuevo en un momento.",
    error_silent="La aplicación no ha dicho nada en {seconds} s, así que se dejó de esperar. Lo recibido "
    "se conserva; inténtelo de nuevo en un momento.",
    error_too_long="La respuesta se hizo más larga de lo que admite esta página, así que se detuvo aquí. Lo "
    "recibido se conserva; pida menos de una vez.",
    error_not_the_api="El servidor respondió, pero no como lo hace una aplicación de chat. Pida a quien administra "
    "esta página que compruebe la dirección de la API.",
    error_key="La aplicación rechazó la clave de API de esta página. Pida a quien administra esta página que la "
    "compruebe.",
    error_forbidden="La aplicación no lo permite. Avise a quien administra esta página, que puede cambiarlo.",
    error_not_found="La aplicación ya no tiene esta conversación. Inicie un nuevo chat para continuar.",
    error_busy="La aplicación está ocupada con otras preguntas. Espere un momento e inténtelo de nuevo.",
    error_crowded="La página ya responde a tantas preguntas como puede, así que no se envió nada. Espere un "
    "momento e inténtelo de nuevo.",
    error_too_many_at_once="Ya se están escribiendo tantas respuestas suyas como una persona puede tener a la "
    "vez, así que no se envió nada. Espere a que termine una, o detenga una, e inténtelo de nuevo.",
    error_quota="La aplicación agotó su cuota; reintentar solo servirá cuando se amplíe. Avise a quien la administra.",
    error_model="El modelo de la aplicación no está disponible. Pida a quien administra la aplicación que compruebe "
    "los ajustes del modelo.",
    error_app="La aplicación no está configurada para responder. Pida a quien la administra que compruebe sus ajustes.",
    error_completion="El modelo de la aplicación falló al responder. Inténtelo de nuevo o formule la pregunta de "
    "otra manera.",
    error_too_large="Es demasiado grande para la aplicación. Acórtelo e inténtelo de nuevo.",
    error_server="El servidor de la aplicación falló. Inténtelo de nuevo en un momento.",
    error_other="Algo salió mal y no hay respuesta (completa). Inténtelo de nuevo en un momento.",
    error_said="La aplicación no pudo responder: {message} Cambie lo que se indica e inténtelo de nuevo.",
    error_ours="El servidor de esta página falló; lo que escribió se conserva. Inténtelo de nuevo y, si vuelve a "
    "fallar, avise a quien administra esta página.",
    error_database="La base de datos de esta página no responde; lo que escribió se conserva. Inténtelo de nuevo en "
    "un momento.",
    error_disk="El servidor de esta página no tiene espacio para guardar nada más; lo que escribió sigue aquí. Avise a "
    "quien administra esta página.",
    gone="Esta conversación no existe o no es suya. Elija otra o inicie un nuevo chat.",
    no_identity="Esta página necesita una cookie para saber qué conversaciones son suyas. Permita las cookies de "
    "este sitio y recargue la página.",
    note_unreadable="Una parte de esta respuesta no se pudo leer ({count}) y se omitió. Pregunte de nuevo si falta "
    "algo.",
    note_unknown="La aplicación envió algo que esta página aún no conoce ({count}). La respuesta se muestra sin ello.",
    note_annotated="Esta respuesta la escribió una persona para esta pregunta.",
    error_no_host="La dirección de la aplicación no lleva a ninguna parte. Pida a quien administra esta página que "
    "compruebe la dirección de la API.",
    error_certificate="El servidor de la aplicación no pudo demostrar quién es, así que no se envió nada. Pida a "
    "quien administra esta página que compruebe el certificado del servidor.",
    error_over="La aplicación ha cerrado esta conversación. Inicie un nuevo chat para continuar.",
    error_busy_for="La aplicación está ocupada con otras preguntas y pide esperar {seconds} s. Después, "
    "inténtelo de nuevo.",
    error_unsupported="La aplicación no acepta este tipo de archivo. Quítelo o use otro formato y envíe de nuevo.",
    error_not_accepted="La aplicación no aceptó esta pregunta y no dice por qué. Formúlela de otra manera.",
    error_said_again="La aplicación no pudo responder: {message} Inténtelo de nuevo en un momento.",
    reference="Referencia: {reference}",
    copy_reference="Copiar referencia",
    copy_it_by_hand="No se pudo copiar. Anótela, por favor.",
    retry_in="Reintentar en {seconds} s",
    turn_stopping="Deteniendo…",
    turn_stop_unsure="Esta respuesta se detuvo, pero la aplicación no lo ha confirmado: quizá siga escribiendo sin que "
    "se vea.",
    stop_sent_again="Se pidió otra vez a la aplicación que se detenga.",
    stop_again="Detener otra vez",
)
