from app.i18n.words.speech import SpeechWords

SPEECH = SpeechWords(
    dictate="音声入力",
    microphone_asked="このページでのマイクの使用を許可してください。",
    recording="録音中",
    loudness="音量",
    finish_dictation="完了",
    transcribing="音声を文字にしています…",
    recording_kept="ページを離れたため録音が終了しました。録音した分を送信するか、破棄してください。",
    send_recording="録音を送信",
    discard_recording="破棄",
    microphone_insecure="ブラウザは安全なアドレスでのみマイクの使用を認めます。このページを https:// "
    "で開いてください。",
    microphone_denied="ブラウザがこのページでのマイクの使用を許可していません。アドレスの横で許可してから、"
    "もう一度お試しください。",
    microphone_missing="マイクが見つかりません。マイクを接続して、もう一度お試しください。",
    microphone_busy="マイクが応答しません。ほかのプログラムが使用している可能性があります。使用を終えてから、"
    "もう一度お試しください。",
    heard_nothing="音声が聞き取れませんでした。マイクを確認し、もう少し近くで話してください。",
    dictation_failed="録音を送信できませんでした。接続を確認して、もう一度お試しください。",
    recording_too_long="この録音はアプリには長すぎます。短く区切って話してください。",
    recording_refused="アプリはこの種類の録音に対応していません。このページの管理者にお知らせください。",
    speech_off="このアプリは音声入力に対応していません。",
    read_aloud="読み上げる",
    stop_reading="読み上げを停止",
    reading_failed="この回答を最後まで読み上げられませんでした。しばらくしてからもう一度お試しください。",
    reading_off="このアプリは回答の読み上げに対応していません。",
    answer_gone="この回答は存在しないか、あなたのものではありません。",
)
