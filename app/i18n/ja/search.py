from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="検索",
    search_conversations="会話を検索",
    search_hint="タイトル、質問、回答に含まれる言葉を入力します。引用符で囲むと、続けて並ぶ言葉を探します。",
    searching="検索しています…",
    still_looking="以前の会話をまだ調べています…",
    nothing_so_far="まだ見つかっていません。",
    nothing_found="見つかりませんでした。言葉を減らすか、別の言葉をお試しください。",
    search_failed="検索できませんでした。少し待ってからもう一度お試しください。",
    search_partly="読み込めなかった以前の会話があるため、結果が足りない可能性があります。",
    search_count="結果：{count} 件",
    search_most="新しいものだけを表示しています。さらに入力すると絞り込めます。",
    search_results="検索結果",
    going_to_message="メッセージへ移動しています…",
    turn_gone="このメッセージはもうありません。削除されたか、質問し直された可能性があります。",
)
