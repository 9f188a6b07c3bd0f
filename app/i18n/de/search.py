from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="Suchen",
    search_conversations="Unterhaltungen durchsuchen",
    search_hint="Wörter aus einem Titel, einer Frage oder einer Antwort. Anführungszeichen halten Wörter zusammen.",
    searching="Suche läuft…",
    still_looking="Ältere Unterhaltungen werden noch durchgesehen…",
    nothing_so_far="Bisher nichts gefunden.",
    nothing_found="Nichts gefunden. Weniger oder andere Wörter helfen vielleicht.",
    search_failed="Die Suche hat nicht funktioniert. Bitte gleich noch einmal versuchen.",
    search_partly="Einige ältere Unterhaltungen konnten nicht gelesen werden; es kann etwas fehlen.",
    search_count="Treffer: {count}",
    search_most="Gezeigt werden die neuesten. Mehr Text grenzt die Suche ein.",
    search_results="Treffer",
    going_to_message="Die Nachricht wird geöffnet…",
    turn_gone="Diese Nachricht gibt es nicht mehr. Vielleicht wurde sie gelöscht oder ihre Frage noch einmal gestellt.",
    notifications="Benachrichtigungen",
    notify="Bei Antworten benachrichtigen",
    notify_what=(
        "Wenn eine Antwort kommt, während diese Seite im Hintergrund ist. Die Benachrichtigung zeigt den "
        "Namen der Unterhaltung und den Anfang der Antwort."
    ),
    notify_asking="Der Browser fragt, ob diese Seite benachrichtigen darf. Er wartet auf eine Antwort.",
    notify_dismissed=("Die Frage des Browsers blieb ohne Antwort. Bitte noch einmal einschalten und es dort erlauben."),
    notify_denied=(
        "Der Browser blockiert Benachrichtigungen dieser Seite. Bitte sie in seinen Einstellungen für diese Seite "
        "erlauben und dann hier einschalten."
    ),
    notify_insecure=(
        "Browser zeigen Benachrichtigungen nur von Seiten, die über HTTPS geöffnet sind; diese ist es nicht."
    ),
    notify_missing=(
        "Dieser Browser kann keine Benachrichtigungen einer Seite zeigen. Das Zeichen im Titel des Tabs meldet eine "
        "Antwort."
    ),
)
