from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="应用",
    all_apps="所有应用",
    inbox="收件箱",
    no_apps="这里没有对您开放的应用。",
    recent="最近的对话",
    no_recent="您在任一应用中提出的问题会显示在这里。",
    app_away="目前无法连接",
    app_missing="这里没有这个应用",
    app_missing_why="它可能已被移除，或者地址有误。",
)
