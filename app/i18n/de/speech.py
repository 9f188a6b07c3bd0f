from app.i18n.words.speech import SpeechWords

SPEECH = SpeechWords(
    dictate="Diktieren",
    microphone_asked="Bitte dieser Seite erlauben, das Mikrofon zu verwenden.",
    recording="Aufnahme",
    loudness="Lautstärke",
    finish_dictation="Fertig",
    transcribing="Das Gesagte wird aufgeschrieben …",
    recording_kept="Die Aufnahme endete beim Verlassen der Seite. Das Aufgenommene kann gesendet oder verworfen "
    "werden.",
    send_recording="Aufnahme senden",
    discard_recording="Verwerfen",
    microphone_insecure="Ein Browser gibt das Mikrofon nur für sichere Adressen frei. Bitte diese Seite über https:// "
    "öffnen.",
    microphone_denied="Der Browser lässt diese Seite das Mikrofon nicht verwenden. Bitte neben der Adresse der Seite "
    "erlauben und erneut versuchen.",
    microphone_missing="Es wurde kein Mikrofon gefunden. Bitte eines anschließen und erneut versuchen.",
    microphone_busy="Das Mikrofon antwortet nicht; vielleicht verwendet es gerade ein anderes Programm. Bitte dort "
    "freigeben und erneut versuchen.",
    heard_nothing="Es war nichts zu hören. Bitte das Mikrofon prüfen und etwas näher daran sprechen.",
    dictation_failed="Die Aufnahme konnte nicht gesendet werden. Bitte die Verbindung prüfen und erneut versuchen.",
    recording_too_long="Diese Aufnahme ist zu lang für die App. Bitte in kürzeren Abschnitten diktieren.",
    recording_refused="Die App nimmt diese Art von Aufnahme nicht an. Bitte denen Bescheid geben, die diese Seite "
    "betreiben.",
    speech_off="Diese App nimmt kein Diktat an.",
    read_aloud="Vorlesen",
    stop_reading="Vorlesen beenden",
    reading_failed="Diese Antwort konnte nicht bis zum Ende vorgelesen werden. Bitte gleich noch einmal versuchen.",
    reading_off="Diese App liest keine Antworten vor.",
    answer_gone="Diese Antwort existiert nicht oder gehört jemand anderem.",
)
