from app.i18n.words.speech import SpeechWords

SPEECH = SpeechWords(
    dictate="Dictar",
    microphone_asked="Permita que esta página use el micrófono.",
    recording="Grabando",
    loudness="Volumen",
    finish_dictation="Terminar",
    transcribing="Transcribiendo lo que dijo…",
    recording_kept="La grabación terminó cuando salió de esta página. Envíe lo grabado o descártelo.",
    send_recording="Enviar grabación",
    discard_recording="Descartar",
    microphone_insecure="Los navegadores solo dan el micrófono a direcciones seguras. Abra esta página con https://.",
    microphone_denied="El navegador no deja que esta página use el micrófono. Permítalo junto a la dirección de la "
    "página e inténtelo de nuevo.",
    microphone_missing="No se encontró ningún micrófono. Conecte uno e inténtelo de nuevo.",
    microphone_busy="El micrófono no responde; quizá lo esté usando otro programa. Libérelo e inténtelo de nuevo.",
    heard_nothing="No se oyó nada. Compruebe el micrófono y hable un poco más cerca.",
    dictation_failed="No se pudo enviar la grabación. Compruebe la conexión e inténtelo de nuevo.",
    recording_too_long="Esta grabación es demasiado larga para la aplicación. Dicte en fragmentos más cortos.",
    recording_refused="La aplicación no acepta este tipo de grabación. Avise a quien administra esta página.",
    speech_off="Esta aplicación no acepta dictado.",
    read_aloud="Leer en voz alta",
    stop_reading="Detener la lectura",
    reading_failed="No se pudo leer esta respuesta hasta el final. Inténtelo de nuevo en un momento.",
    reading_off="Esta aplicación no lee respuestas en voz alta.",
    answer_gone="Esta respuesta no existe o no es suya.",
)
