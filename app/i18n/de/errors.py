from app.i18n.words.errors import ErrorWords

ERRORS = ErrorWords(
    field_required="Bitte „{label}“ ausfüllen.",
    field_too_long="Das sind {length} Zeichen; erlaubt sind höchstens {limit}.",
    field_not_offered="Bitte eine der Möglichkeiten auswählen.",
    field_not_a_number="Bitte eine Zahl eingeben.",
    fields_wrong="Einige Angaben müssen noch korrigiert werden, bevor der Chat beginnen kann.",
    question_too_long="Diese Nachricht hat {length} Zeichen; höchstens {limit} können gesendet werden. Bitte kürzen.",
    turn_stopped="Diese Antwort wurde auf Wunsch gestoppt.",
    turn_empty="Die App hat eine leere Antwort gegeben. Bitte noch einmal fragen oder die Frage anders stellen.",
    error_unreachable="Die App ist gerade nicht erreichbar. Bitte die Verbindung prüfen oder es gleich noch einmal "
    "versuchen.",
    error_timeout="Die App hat zu lange gebraucht und ist verstummt. Bitte gleich noch einmal versuchen.",
    error_cut="Die Antwort brach vor ihrem Ende ab. Was ankam, bleibt erhalten; für die ganze Antwort bitte noch "
    "einmal fragen.",
    error_not_the_api="Der Server hat geantwortet, aber nicht so, wie es eine Chat-App tut. Wer diese Seite betreibt, "
    "sollte die API-Adresse prüfen.",
    error_key="Die App hat den API-Schlüssel dieser Seite abgelehnt. Wer diese Seite betreibt, sollte den Schlüssel "
    "prüfen.",
    error_forbidden="Die App erlaubt das nicht. Wer diese Seite betreibt, kann das ändern.",
    error_not_found="Die App hat diese Unterhaltung nicht mehr. Bitte einen neuen Chat beginnen.",
    error_busy="Die App ist mit anderen Fragen beschäftigt. Bitte kurz warten und dann erneut versuchen.",
    error_quota="Das Kontingent der App ist aufgebraucht. Ein neuer Versuch hilft nicht; wer die App betreibt, muss "
    "das Limit erhöhen.",
    error_model="Das Modell der App ist nicht verfügbar. Wer die App betreibt, sollte die Modelleinstellungen prüfen.",
    error_app="Die App ist zurzeit nicht verfügbar. Bitte später erneut versuchen oder einen neuen Chat beginnen.",
    error_completion="Das Modell der App ist beim Antworten gescheitert. Bitte erneut versuchen oder die Frage anders "
    "stellen.",
    error_too_large="Das ist zu groß für die App. Bitte kürzen und erneut versuchen.",
    error_server="Beim Server der App ist ein Fehler aufgetreten. Bitte gleich noch einmal versuchen.",
    error_other="Etwas ist schiefgegangen, und es gibt keine (vollständige) Antwort. Bitte gleich noch einmal "
    "versuchen.",
    error_said="Die App konnte nicht antworten: {message} Bitte das Genannte ändern und erneut versuchen.",
    error_ours="Beim Server dieser Seite ist ein Fehler aufgetreten. Das Geschriebene bleibt erhalten; bitte gleich "
    "noch einmal versuchen.",
    gone="Diese Unterhaltung existiert nicht oder gehört jemand anderem. Bitte eine andere auswählen oder einen neuen "
    "Chat beginnen.",
    no_identity="Diese Seite braucht ein Cookie, um die eigenen Unterhaltungen zu erkennen. Bitte Cookies für diese "
    "Website erlauben und die Seite neu laden.",
    note_unreadable="Ein Teil dieser Antwort war nicht lesbar ({count}) und wurde ausgelassen. Falls etwas fehlt, "
    "bitte noch einmal fragen.",
    note_unknown="Die App hat etwas gesendet, das diese Seite noch nicht kennt ({count}). Die Antwort wird ohne dies "
    "angezeigt.",
    note_annotated="Diese Antwort wurde von einem Menschen für diese Frage geschrieben.",
)
