from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords(
    queue="Wartende Nachrichten",
    queue_waits="Wartende Nachrichten: {count}. Jede wird gesendet, sobald die Antwort davor zu Ende "
    "ist, solange diese Unterhaltung geöffnet ist.",
    queue_held="Wartende Nachrichten: {count}. Die letzte Antwort ist nicht vollständig; gesendet "
    "wird erst auf Wunsch.",
    queue_refused="Wartende Nachrichten: {count}. Die erste wurde nicht angenommen; gesendet wird erst auf Wunsch.",
    queue_old="Wartende Nachrichten: {count}. Sie warten seit dem letzten Besuch und werden auf Wunsch gesendet.",
    queue_continue="Jetzt senden",
    queue_add="Nachricht einreihen",
    queue_full="Weitere Nachrichten können hier nicht warten. Bitte die Antwort abwarten oder "
    "stoppen; der Text bleibt erhalten.",
    queue_elsewhere="Wartende Nachrichten in einer anderen Unterhaltung: {count}. Sie werden bei der "
    "Rückkehr dorthin gesendet.",
    queued_files="Dateien: {count}",
    edit_queued="Wartende Nachricht {number} bearbeiten",
    send_queued="Wartende Nachricht {number} jetzt senden",
    remove_queued="Wartende Nachricht {number} entfernen",
    close_change="Fertig",
    recalled="Frühere Nachricht {number} von {count}. Die Pfeiltaste nach unten führt zum eigenen Text zurück.",
    draft_aside="Der frühere Entwurf bleibt erhalten: Die Pfeiltaste nach oben am Anfang des Feldes holt ihn zurück.",
    counter_left="Verbleibende Zeichen: {count}",
    counter_over="Zeichen zu viel: {count}. Zum Senden bitte kürzen; der Text bleibt erhalten.",
    given="Angaben zu dieser Unterhaltung",
    given_note="Die App hat diese Angaben zu Beginn der Unterhaltung bekommen und bleibt dabei. "
    "Andere Angaben brauchen einen neuen Chat.",
    given_again="Neuer Chat mit diesen Angaben",
    not_given="Nicht ausgefüllt",
    yes="Ja",
    no="Nein",
    details_aside="Meine vorherigen Angaben zurückholen",
)
