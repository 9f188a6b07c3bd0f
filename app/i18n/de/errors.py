from app.i18n.words.errors import ErrorWords

ERRORS = ErrorWords(
    field_required="Bitte „{label}“ ausfüllen.",
    field_too_long="Das sind {length} Zeichen; erlaubt sind höchstens {limit}.",
    field_not_offered="Bitte eine der Möglichkeiten auswählen.",
    field_not_a_number="Bitte eine Zahl eingeben.",
    fields_wrong="Einige Angaben müssen noch korrigiert werden, bevor der Chat beginnen kann.",
    question_too_long="Diese Nachricht hat {length} Zeichen; höchstens {limit} können gesendet werden. Bitte kürzen.",
    turn_stopped="Diese Antwort wurde gestoppt.",
    turn_empty="Die App hat eine leere Antwort gegeben. Bitte noch einmal fragen oder die Frage anders stellen.",
    error_unreachable="Die App ist gerade nicht erreichbar. Bitte gleich noch einmal versuchen.",
    error_timeout="Die App hat zu lange gebraucht und ist verstummt. Bitte gleich noch einmal versuchen.",
    error_cut="Die Antwort brach vor ihrem Ende ab. Was ankam, bleibt erhalten; für die ganze Antwort bitte noch "
    "einmal fragen.",
    error_server_left="Der Server wurde neu gestartet, während diese Antwort entstand. Was ankam, bleibt erhalten; für "
    "die ganze Antwort bitte noch einmal fragen.",
    server_leaving="Der Server wird gerade neu gestartet. Bitte die Nachricht gleich noch einmal senden.",
    error_silent="Die App hat {seconds} s lang nichts gesagt, deshalb wurde nicht länger gewartet. Was "
    "kam, bleibt erhalten; bitte gleich noch einmal versuchen.",
    error_too_long="Die Antwort wurde länger, als diese Seite aufnimmt, und wurde deshalb hier gestoppt. Was kam, "
    "bleibt erhalten; bitte nach weniger auf einmal fragen.",
    error_not_the_api="Der Server hat geantwortet, aber nicht so, wie es eine Chat-App tut. Bitte denen Bescheid "
    "geben, die diese Seite betreiben: Die API-Adresse ist zu prüfen.",
    error_key="Die App hat den API-Schlüssel dieser Seite abgelehnt. Bitte denen Bescheid geben, die diese Seite "
    "betreiben: Der Schlüssel ist zu prüfen.",
    error_forbidden="Die App erlaubt das nicht. Bitte denen Bescheid geben, die diese Seite betreiben; sie können das "
    "ändern.",
    error_not_found="Die App hat diese Unterhaltung nicht mehr. Bitte einen neuen Chat beginnen.",
    error_busy="Die App ist mit anderen Fragen beschäftigt. Bitte kurz warten und dann erneut versuchen.",
    error_crowded="Diese Seite beantwortet gerade so viele Fragen, wie sie kann; es wurde nichts gesendet. Bitte "
    "kurz warten und dann erneut versuchen.",
    error_too_many_at_once="Gerade entstehen so viele eigene Antworten, wie für eine Person zugleich möglich "
    "sind; es wurde nichts gesendet. Bitte warten, bis eine fertig ist, oder eine stoppen, und dann erneut "
    "versuchen.",
    error_quota="Das Kontingent der App ist aufgebraucht; ein neuer Versuch hilft erst, wenn es erhöht ist. Bitte "
    "denen Bescheid geben, die für die App zuständig sind.",
    error_model="Das Modell der App ist nicht verfügbar. Bitte denen Bescheid geben, die für die App zuständig sind: "
    "Die Modelleinstellungen sind zu prüfen.",
    error_app="Die App ist nicht so eingerichtet, dass sie antworten kann. Bitte denen Bescheid geben, die für die App "
    "zuständig sind: Die Einstellungen sind zu prüfen.",
    error_completion="Das Modell der App ist beim Antworten gescheitert. Bitte erneut versuchen oder die Frage "
    "anders stellen.",
    error_too_large="Das ist zu groß für die App. Bitte kürzen und erneut versuchen.",
    error_server="Beim Server der App ist ein Fehler aufgetreten. Bitte gleich noch einmal versuchen.",
    error_other="Etwas ist schiefgegangen, und es gibt keine (vollständige) Antwort. Bitte gleich noch einmal "
    "versuchen.",
    error_said="Die App konnte nicht antworten: {message} Bitte das Genannte ändern und erneut versuchen.",
    error_ours="Beim Server dieser Seite ist ein Fehler aufgetreten; das Geschriebene bleibt erhalten. Bitte noch "
    "einmal versuchen und, wenn es wieder scheitert, denen Bescheid geben, die diese Seite betreiben.",
    error_database="Die Datenbank dieser Seite antwortet nicht; das Geschriebene bleibt erhalten. Bitte gleich noch "
    "einmal versuchen.",
    error_disk="Auf dem Server dieser Seite ist kein Platz mehr, um etwas zu speichern; das Geschriebene steht noch "
    "hier. Bitte denen Bescheid geben, die diese Seite betreiben.",
    gone="Diese Unterhaltung existiert nicht oder gehört jemand anderem. Bitte eine andere auswählen oder einen "
    "neuen Chat beginnen.",
    no_identity="Diese Seite braucht ein Cookie, um die eigenen Unterhaltungen zu erkennen. Bitte Cookies für diese "
    "Website erlauben und die Seite neu laden.",
    note_unreadable="Ein Teil dieser Antwort war nicht lesbar ({count}) und wurde ausgelassen. Falls etwas fehlt, "
    "bitte noch einmal fragen.",
    note_unknown="Die App hat etwas gesendet, das diese Seite noch nicht kennt ({count}). Die Antwort wird ohne dies "
    "angezeigt.",
    note_annotated="Diese Antwort wurde von einem Menschen für diese Frage geschrieben.",
    error_no_host="Unter der Adresse der App ist nichts zu finden. Bitte denen Bescheid geben, die diese Seite "
    "betreiben: Die API-Adresse ist zu prüfen.",
    error_certificate="Der Server der App konnte sich nicht ausweisen; es wurde nichts gesendet. Bitte denen Bescheid "
    "geben, die diese Seite betreiben: Das Zertifikat des Servers ist zu prüfen.",
    error_over="Die App hat diese Unterhaltung beendet. Bitte einen neuen Chat beginnen.",
    error_busy_for="Die App ist mit anderen Fragen beschäftigt und bittet um {seconds} s Geduld. Danach bitte "
    "erneut versuchen.",
    error_unsupported="Die App nimmt diese Art von Datei nicht an. Bitte entfernen oder ein anderes Format wählen "
    "und erneut senden.",
    error_not_accepted="Die App hat diese Frage nicht angenommen und nennt keinen Grund. Bitte anders formulieren.",
    error_said_again="Die App konnte nicht antworten: {message} Bitte gleich noch einmal versuchen.",
    reference="Kennung: {reference}",
    copy_reference="Kennung kopieren",
    copy_it_by_hand="Kopieren nicht möglich. Bitte abschreiben.",
    retry_in="Erneut versuchen in {seconds} s",
    turn_stopping="Wird angehalten …",
    turn_stop_unsure="Diese Antwort wurde angehalten, aber die App hat es nicht bestätigt: Vielleicht schreibt sie "
    "ungesehen weiter.",
    stop_sent_again="Die App wurde noch einmal aufgefordert anzuhalten.",
    stop_again="Noch einmal anhalten",
)
