from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="アプリ",
    all_apps="すべてのアプリ",
    inbox="受信箱",
    no_apps="ここで利用できるアプリはありません。",
    recent="最近の会話",
    no_recent="いずれかのアプリで質問すると、ここに表示されます。",
    app_away="現在接続できません",
    app_missing="このアプリはここにありません",
    app_missing_why="取り除かれたか、アドレスが間違っている可能性があります。",
)
