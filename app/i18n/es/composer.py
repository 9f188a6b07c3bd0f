from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords(
    queue="Mensajes en espera",
    queue_waits="Mensajes en espera: {count}. Cada uno se envía cuando termina la respuesta anterior, "
    "mientras esta conversación esté abierta.",
    queue_held="Mensajes en espera: {count}. La última respuesta no está completa; no se envía nada "
    "hasta que usted lo indique.",
    queue_refused="Mensajes en espera: {count}. El primero no fue aceptado; no se envía nada hasta que "
    "usted lo indique.",
    queue_old="Mensajes en espera: {count}. Esperan desde su última visita y se envían cuando usted lo indique.",
    queue_continue="Enviarlos",
    queue_add="Poner en espera",
    queue_full="No pueden esperar más mensajes aquí. Espere la respuesta o deténgala; su texto se conserva.",
    queue_elsewhere="Mensajes en espera en otra conversación: {count}. Se envían cuando vuelva a ella.",
    queued_files="Archivos: {count}",
    edit_queued="Editar el mensaje en espera {number}",
    send_queued="Enviar ahora el mensaje en espera {number}",
    remove_queued="Quitar el mensaje en espera {number}",
    close_change="Listo",
    recalled="Mensaje anterior {number} de {count}. La flecha hacia abajo vuelve a lo que escribía.",
    draft_aside="Su borrador anterior se conserva: la flecha hacia arriba al comienzo del cuadro lo recupera.",
    counter_left="Caracteres restantes: {count}",
    counter_over="Caracteres de más: {count}. Acorte el texto para enviarlo; se conserva.",
    given="Datos de esta conversación",
    given_note="La aplicación recibió estos datos al empezar la conversación y los mantiene. "
    "Para otros datos hace falta un chat nuevo.",
    given_again="Chat nuevo con estos datos",
    not_given="Sin rellenar",
    yes="Sí",
    no="No",
    details_aside="Recuperar lo que había rellenado",
)
