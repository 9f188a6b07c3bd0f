from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="A person",
    person_came="{name} is here.",
    person_left="{name} has left. The app answers again.",
    person_called="A person was asked for.",
    person_has_it="A person has this conversation now: write to them below.",
    with_person="You are talking to {name}.",
    with_a_person="You are talking to a person.",
    person_awaited="Somebody will come as soon as they can.",
    app_meanwhile="Until then the app answers.",
    person_reads="What you write here waits for them; the app can be asked in a new chat.",
    call_person="Talk to a person",
    person_closed="Nobody is here now; people are here again from {when}.",
    person_away="Nobody is here right now.",
    contact_wanted="Leave an e-mail address or a telephone number, and somebody will get in touch.",
    contact="E-mail or telephone",
    leave_contact="Leave contact",
    contact_left="The team can reach you at {contact}.",
    contact_change="Change",
    contact_withdraw="Withdraw",
    contact_wrong="Please enter an e-mail address or a telephone number.",
)
