from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}（{date} 時点）",
    taken_in_part="アプリから会話の全体を取得できませんでした。ここにあるのはこのページのサーバーが持っている分で、欠けているメッセージがあるかもしれません。",
    taken_version="{count} 件中 {number} 件目の版です。この回答のほかの版はここに含まれていません。",
    taken_running="この回答はまだ作成中でした。",
    list_in_part="アプリから会話の一覧全体を取得できませんでした。欠けている会話や不完全な会話があるかもしれません。後でもう一度お試しください。",
)
