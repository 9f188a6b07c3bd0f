from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords(
    queue="待機中のメッセージ",
    queue_waits="待機中のメッセージ：{count}。この会話を開いている間、前の回答が終わるたびに順に送信されます。",
    queue_held="待機中のメッセージ：{count}。直前の回答が完了していないため、指示があるまで送信しません。",
    queue_refused="待機中のメッセージ：{count}。最初のメッセージが受け付けられなかったため、指示があるまで送信しません。",
    queue_old="待機中のメッセージ：{count}。前回離れたときから待機しています。指示があれば送信します。",
    queue_continue="送信を再開",
    queue_add="待機列に追加",
    queue_full="これ以上メッセージを待機させることはできません。回答を待つか、停止してください。入力した内容は保持されます。",
    queue_elsewhere="別の会話で待機中のメッセージ：{count}。その会話に戻ると送信されます。",
    queued_files="ファイル：{count}",
    edit_queued="待機中のメッセージ {number} を編集",
    send_queued="待機中のメッセージ {number} を今すぐ送信",
    remove_queued="待機中のメッセージ {number} を取り消す",
    close_change="完了",
    recalled="以前のメッセージ {number}/{count}。下矢印キーで入力中の内容に戻ります。",
    draft_aside="以前の下書きは保存されています。入力欄の先頭で上矢印キーを押すと戻せます。",
    counter_left="残り文字数：{count}",
    counter_over="超過文字数：{count}。送信するには短くしてください。入力した内容は保持されます。",
)
