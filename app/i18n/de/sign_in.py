from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="Anmelden",
    sign_in_name="Name",
    sign_in_password="Passwort",
    sign_in_wrong="Der Name oder das Passwort stimmt nicht.",
    sign_in_slow="Zu viele Versuche. In {seconds} s geht es weiter.",
    signed_out="Die Abmeldung ist erfolgt.",
    sign_in_go_on="Weiter zur Anmeldung",
    sign_in_away="Der Anmeldedienst ist gerade nicht zu erreichen. Bitte gleich noch einmal versuchen.",
    sign_in_failed="Diese Anmeldung wurde nicht abgeschlossen. Bitte noch einmal beginnen.",
    sign_in_elsewhere="Nicht angemeldet. Diese Seite öffnet sich über die Anmeldung der eigenen Organisation.",
    your_account="Das eigene Konto",
    signed_in_as="Angemeldet als {name}",
    where_signed_in="Wo sonst angemeldet",
    this_device="Dieses Gerät",
    some_device="Ein Gerät",
    last_seen="Zuletzt gesehen",
    sign_out="Abmelden",
    sign_out_of="Abmelden: {device}",
    sign_out_everywhere="Überall abmelden",
    sign_out_failed="Das Abmelden ist nicht gelungen. Bitte noch einmal versuchen.",
)
