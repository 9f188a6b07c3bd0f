from app.i18n.words.turns import TurnWords

TURNS = TurnWords(
    copy="Copiar",
    copy_question="Copiar la pregunta",
    copy_failed="Este navegador no permite copiar.",
    copy_table="Copiar tabla",
    good_answer="Buena respuesta",
    bad_answer="Mala respuesta",
    what_was_wrong="¿Qué estuvo mal? (opcional)",
    send_reason="Enviar",
    rating_refused="No se guardó su valoración. Inténtelo de nuevo en un momento.",
    edit_question="Editar y volver a preguntar",
    ask_anew="Volver a preguntar",
    memory_of_edits="La pregunta y la respuesta anteriores se conservan detrás de las nuevas, y la aplicación las "
    "sigue recordando.",
    memory_of_versions="Se muestra una versión. La aplicación las recuerda todas.",
    regenerate="Responder de nuevo",
    actions="Acciones",
    actions_of_question="Acciones de la pregunta",
    version_before="Versión anterior",
    version_after="Versión posterior",
    version_of="{number} de {count}",
    tokens="{count} tokens",
    seconds="{count} s",
)
