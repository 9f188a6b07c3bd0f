from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="Ein Mensch",
    person_came="{name} ist da.",
    person_left="{name} ist gegangen. Ab jetzt antwortet wieder die App.",
    person_called="Es wurde um einen Menschen gebeten.",
    person_has_it="In diesem Gespräch ist jetzt ein Mensch da: Bitte unten an ihn schreiben.",
)
