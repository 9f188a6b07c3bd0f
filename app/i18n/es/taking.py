from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}, tal como estaba el {date}",
    taken_in_part="No se pudo pedir a la aplicación la conversación completa. Esto es lo que tiene de ella el "
    "servidor de esta página: pueden faltar mensajes.",
    taken_version="Versión {number} de {count}: esta respuesta tiene otras versiones, que no se incluyen aquí.",
    taken_running="Esta respuesta aún se estaba escribiendo.",
    list_in_part="No se pudo pedir a la aplicación la lista completa de conversaciones. Pueden faltar algunas aquí "
    "y otras estar incompletas; vuelva a intentarlo más tarde.",
    save_markdown="Guardar como Markdown",
    save_page="Guardar como página web",
    save_data="Guardar como datos (JSON)",
    print_page="Imprimir",
    share_link="Compartir un enlace",
    share_what="Quien tenga el enlace puede leer esta conversación tal como está ahora: preguntas, respuestas, "
    "fuentes, cómo surgieron las respuestas y los nombres de los archivos. No se incluyen sus valoraciones, lo que "
    "escribió en formularios ni los mensajes posteriores.",
    share_until="El enlace funciona durante",
    share_day="1 día",
    share_week="7 días",
    share_month="30 días",
    share_always="hasta que lo revoque",
    make_link="Crear un enlace",
    making_link="Leyendo la conversación…",
    link_made="Este es el enlace. Cópielo ahora: no se volverá a mostrar.",
    copy_link="Copiar enlace",
    shared_links="Sus enlaces compartidos",
    no_shared_links="No comparte ninguna conversación.",
    link_from="creado",
    link_until="funciona hasta",
    link_opened="abierto: {count}",
    revoke="Revocar",
    revoke_of="Revocar el enlace a «{title}»",
    share_too_many="Ya tiene {limit} enlaces en uso y no puede haber más. Revoque uno primero.",
    share_in_part="La aplicación no entregó la conversación completa, así que no se creó ningún enlace. Inténtelo "
    "de nuevo en un momento.",
    share_nothing="Todavía no hay nada que compartir. Espere la primera respuesta.",
    shared_gone="Este enlace no funciona",
    shared_gone_why="Puede que haya caducado o que quien lo compartió lo haya revocado. Pídale uno nuevo.",
    your_data="Sus datos",
    export_all="Guardar todas las conversaciones",
    export_all_what="Un archivo ZIP con cada una de sus conversaciones, en Markdown y en JSON.",
    erase_all="Borrar todo…",
    erase_all_what="Todas sus conversaciones, aquí y en la aplicación, sus enlaces compartidos y los borradores de "
    "este navegador.",
    erase_sure="Se detienen las respuestas en curso y se borra todo. No se puede deshacer.",
    erase_yes="Sí, borrar todo",
    erasing="Borrando… {done} de {count}",
    erase_left="No se pudo borrar todo: la aplicación conservó conversaciones ({left}) o no pudo enumerarlas todas. "
    "Inténtelo de nuevo en un momento.",
    erase_done="Se borró todo.",
)
