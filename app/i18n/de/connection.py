from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="Sie sind offline. Was Sie schreiben, bleibt erhalten.",
    back_again="Wieder verbunden.",
    try_now="Jetzt versuchen",
    needs_connection="Das wird erledigt, sobald die Verbindung wieder da ist.",
    waits_for_connection="Noch nicht gesendet: Es wird von selbst gesendet, sobald die Verbindung wieder da ist.",
    new_version="Diese Seite gibt es in einer neueren Fassung. Was Sie geschrieben haben, bleibt erhalten.",
    reload="Neu laden",
)
