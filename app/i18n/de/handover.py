from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="Ein Mensch",
    person_came="{name} ist da.",
    person_left="{name} ist gegangen. Ab jetzt antwortet wieder die App.",
    person_called="Es wurde um einen Menschen gebeten.",
    person_has_it="In diesem Gespräch ist jetzt ein Mensch da: Bitte unten an ihn schreiben.",
    with_person="Das Gespräch führt jetzt {name}.",
    with_a_person="Das Gespräch führt jetzt ein Mensch.",
    person_awaited="Es kommt jemand, sobald es geht.",
    app_meanwhile="Bis dahin antwortet die App.",
    person_reads="Was hier geschrieben wird, ist für diesen Menschen; die App antwortet in einem neuen Chat.",
    call_person="Mit einem Menschen sprechen",
    person_closed="Jetzt ist niemand da; ab {when} wieder.",
    person_away="Gerade ist niemand da.",
    contact_wanted="Eine E-Mail-Adresse oder Telefonnummer hinterlassen, dann meldet sich jemand.",
    contact="E-Mail oder Telefon",
    leave_contact="Hinterlassen",
    contact_left="Das Team kann sich unter {contact} melden.",
    contact_change="Ändern",
    contact_withdraw="Zurücknehmen",
    contact_wrong="Bitte eine E-Mail-Adresse oder eine Telefonnummer eingeben.",
)
