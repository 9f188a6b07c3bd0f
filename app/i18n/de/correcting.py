from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="Berichtigen",
    correct_title="Diese Antwort berichtigen",
    correct_note="Auf diese Frage und auf ähnliche antwortet die App von da an so. An diesem Gespräch ändert sich "
    "nichts.",
    correct_again="Diese Antwort wurde schon berichtigt. Speichern ändert die Berichtigung.",
    correct_question="Frage",
    correct_answer="Richtige Antwort",
    correct_lasting="Auch behalten, wenn dieses Gespräch gelöscht wird: Nichts darin betrifft die fragende Person.",
    correct_with="Hiermit berichtigen",
    corrected="Gespeichert. Die App antwortet von nun an so.",
    corrected_unused="Gespeichert, doch die App antwortet nicht mit Berichtigungen: Antworten aus Anmerkungen "
    "sind dort ausgeschaltet. Wer die App betreibt, sollte davon wissen.",
    corrected_by="Von {name} zu einer Anmerkung berichtigt",
    corrected_before="Zu einer Anmerkung berichtigt",
    correct_cannot="Der Server dieser App nimmt keine Berichtigungen an.",
    correct_forbidden="Der Schlüssel der App darf keine Berichtigungen ändern. Wer die App betreibt, sollte davon "
    "wissen.",
    correct_bad="Frage und Antwort haben je 1 bis {limit} Zeichen.",
)
