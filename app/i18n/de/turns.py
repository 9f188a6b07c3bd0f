from app.i18n.words.turns import TurnWords

TURNS = TurnWords(
    copy="Kopieren",
    copy_question="Frage kopieren",
    copy_failed="Dieser Browser erlaubt das Kopieren nicht.",
    copy_table="Tabelle kopieren",
    good_answer="Gute Antwort",
    bad_answer="Schlechte Antwort",
    what_was_wrong="Was war nicht gut? (optional)",
    send_reason="Senden",
    rating_refused="Die Bewertung wurde nicht übernommen. Bitte gleich noch einmal versuchen.",
    edit_question="Bearbeiten und neu fragen",
    ask_anew="Neu fragen",
    memory_of_edits="Die frühere Frage und Antwort bleiben hinter den neuen erhalten, und die App erinnert sich "
    "weiter an sie.",
    memory_of_versions="Zu sehen ist eine Fassung. Die App erinnert sich an alle.",
    regenerate="Neu antworten",
    actions="Aktionen",
    actions_of_question="Aktionen zur Frage",
    version_before="Frühere Fassung",
    version_after="Spätere Fassung",
    version_of="{number} von {count}",
    tokens="{count} Tokens",
    seconds="{count} s",
)
