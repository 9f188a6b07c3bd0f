from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="Una persona",
    person_came="{name} ya está aquí.",
    person_left="{name} se ha ido. Vuelve a responder la aplicación.",
    person_called="Se pidió hablar con una persona.",
    person_has_it="Ahora atiende esta conversación una persona: escríbale abajo.",
    with_person="Está hablando con {name}.",
    with_a_person="Está hablando con una persona.",
    person_awaited="Alguien vendrá en cuanto pueda.",
    app_meanwhile="Hasta entonces responde la aplicación.",
    person_reads="Lo que escriba aquí es para esa persona; a la aplicación puede preguntarle en un chat nuevo.",
    call_person="Hablar con una persona",
    person_closed="Ahora no hay nadie; volverá a haber alguien a partir de: {when}.",
    person_away="Ahora mismo no hay nadie.",
    contact_wanted="Deje una dirección de correo o un número de teléfono y alguien se pondrá en contacto.",
    contact="Correo o teléfono",
    leave_contact="Dejarlo",
    contact_left="El equipo puede ponerse en contacto con usted: {contact}.",
    contact_change="Cambiar",
    contact_withdraw="Retirar",
    contact_wrong="Introduzca una dirección de correo o un número de teléfono.",
)
