from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="定型返信",
    canned_note="返信で / を入力すると検索できます。次の項目は自動で入ります: {names}",
    canned_none="定型返信はまだありません。",
    canned_new="新しい定型返信",
    canned_title="タイトル",
    canned_text="本文",
    canned_apps="対象",
    canned_use="「{name}」を使う",
    canned_edit="「{name}」を編集",
    canned_delete="「{name}」を削除",
    canned_left="未入力: {names}",
    canned_bad="タイトルは 1～{title} 文字、本文は 1～{text} 文字です。",
    canned_no_app="アプリを 1 つ以上選んでください。",
    canned_full="定型返信は {limit} 件までです。先に 1 件削除してください。",
)
