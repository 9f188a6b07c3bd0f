from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="Una persona",
    person_came="{name} ya está aquí.",
    person_left="{name} se ha ido. Vuelve a responder la aplicación.",
    person_called="Se pidió hablar con una persona.",
    person_has_it="Ahora atiende esta conversación una persona: escríbale abajo.",
    with_person="Está hablando con {name}.",
    with_a_person="Está hablando con una persona.",
    person_awaited="Alguien vendrá en cuanto pueda. Hasta entonces responde la aplicación.",
    call_person="Hablar con una persona",
)
