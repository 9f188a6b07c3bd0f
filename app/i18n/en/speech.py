from app.i18n.words.speech import SpeechWords

SPEECH = SpeechWords(
    dictate="Dictate",
    microphone_asked="Allow this page to use the microphone.",
    recording="Recording",
    loudness="Loudness",
    finish_dictation="Finish",
    transcribing="Writing down what you said…",
    recording_kept="The recording ended when you turned away from this page. Send what there is, or discard it.",
    send_recording="Send recording",
    discard_recording="Discard",
    microphone_insecure="A browser gives the microphone to safe addresses alone. Open this page by https://.",
    microphone_denied="The browser does not let this page use the microphone. Allow it beside the page's address, then "
    "try again.",
    microphone_missing="No microphone was found. Connect one, then try again.",
    microphone_busy="The microphone does not answer; another program may be using it. Free it, then try again.",
    heard_nothing="Nothing was heard. Check the microphone, and speak a little closer to it.",
    dictation_failed="The recording could not be sent. Check the connection, then try again.",
    recording_too_long="This recording is too long for the app. Dictate in shorter pieces.",
    recording_refused="The app does not take this kind of recording. Whoever runs this page should know.",
    speech_off="This app does not take dictation.",
    read_aloud="Read aloud",
    stop_reading="Stop reading aloud",
    reading_failed="This answer could not be read aloud to its end. Try again in a moment.",
    reading_off="This app does not read answers aloud.",
    answer_gone="This answer does not exist, or is not yours.",
)
