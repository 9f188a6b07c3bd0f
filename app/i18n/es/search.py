from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="Buscar",
    search_conversations="Buscar en las conversaciones",
    search_hint="Palabras de un título, una pregunta o una respuesta. Las comillas mantienen juntas las palabras.",
    searching="Buscando…",
    still_looking="Todavía se revisan conversaciones anteriores…",
    nothing_so_far="Nada por ahora.",
    nothing_found="No se encontró nada. Pruebe con menos palabras o con otras.",
    search_failed="La búsqueda no funcionó. Inténtelo de nuevo en un momento.",
    search_partly="No se pudieron leer algunas conversaciones anteriores; puede faltar algo.",
    search_count="Resultados: {count}",
    search_most="Se muestran los más recientes. Escriba más para encontrar otros.",
    search_results="Resultados",
    going_to_message="Yendo al mensaje…",
    turn_gone="Este mensaje ya no está. Puede que se haya eliminado o que su pregunta se haya hecho de nuevo.",
    notifications="Notificaciones",
    notify="Notificarme las respuestas",
    notify_what=(
        "Cuando llega una respuesta mientras esta página está en segundo plano. La notificación muestra el "
        "nombre de la conversación y el comienzo de la respuesta."
    ),
    notify_asking="Su navegador pregunta si esta página puede enviarle notificaciones. Respóndale, por favor.",
    notify_dismissed="La pregunta de su navegador quedó sin respuesta. Active esto otra vez y permítalo allí.",
    notify_denied=(
        "Su navegador bloquea las notificaciones de esta página. Permítalas en los ajustes del navegador "
        "para esta página y después active esto."
    ),
    notify_insecure="Los navegadores solo muestran notificaciones de páginas abiertas por HTTPS, y esta no lo está.",
    notify_missing=(
        "Este navegador no puede mostrar notificaciones de una página. La marca en el título de la pestaña "
        "avisa de una respuesta."
    ),
)
