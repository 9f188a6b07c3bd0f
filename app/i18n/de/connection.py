from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="Offline: Es besteht keine Netzverbindung. Geschriebenes bleibt erhalten.",
    server_resting="Der Server kann gerade nicht antworten. Es geht von selbst weiter; Geschriebenes bleibt erhalten.",
    back_again="Wieder verbunden.",
    try_now="Jetzt versuchen",
    crowded="Gerade sind zu viele Menschen hier. Die Seite versucht es von selbst erneut; was geschrieben wurde, "
    "bleibt erhalten.",
    needs_connection="Das wird erledigt, sobald die Verbindung wieder da ist.",
    waits_for_connection="Noch nicht gesendet: Es wird von selbst gesendet, sobald die Verbindung wieder da ist.",
    new_version="Diese Seite gibt es in einer neueren Fassung. Geschriebenes bleibt erhalten.",
    reload="Neu laden",
    list_stale="Die App kann gerade nicht nach dieser Liste gefragt werden; sie steht hier wie zuletzt.",
    still_waiting="Es dauert noch: Die App hat noch nicht begonnen zu antworten. Weiter warten oder stoppen.",
)
