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
)
