from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="下書きを作成",
    draft_title="アプリの下書き",
    draft_note="あなただけに表示されています。",
    draft_running="回答を作成中です。",
    draft_use="返信に入れる",
    draft_discard="破棄",
    draft_nothing="お客様はまだ何も書いていないため、答えるものがありません。",
    draft_waits="アプリはここでフォームの入力を待つため、完全な回答は得られません。",
    draft_without="次のファイルはアプリに渡せなかったため含まれていません: {names}",
    ask_beside="もう一度質問して比べる",
    asked_beside="比較用の新しい回答",
)
