from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="Ein Mensch",
    person_came="{name} ist da.",
    person_left="{name} ist gegangen. Ab jetzt antwortet wieder die App.",
    person_called="Es wurde um einen Menschen gebeten.",
    person_has_it="In diesem Gespräch ist jetzt ein Mensch da: Bitte unten an ihn schreiben.",
    with_person="Das Gespräch führt jetzt {name}.",
    with_a_person="Das Gespräch führt jetzt ein Mensch.",
    person_awaited="Es kommt jemand, sobald es geht. Bis dahin antwortet die App.",
    call_person="Mit einem Menschen sprechen",
)
