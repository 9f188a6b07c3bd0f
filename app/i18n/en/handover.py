from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="A person",
    person_came="{name} is here.",
    person_left="{name} has left. The app answers again.",
    person_called="A person was asked for.",
    person_has_it="A person has this conversation now: write to them below.",
)
