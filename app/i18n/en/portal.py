from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="Apps",
    all_apps="All apps",
    inbox="Inbox",
    no_apps="No app is open to you here.",
    recent="Recent conversations",
    no_recent="What you ask in any of the apps will appear here.",
    app_away="Cannot be reached right now",
    app_missing="There is no such app here",
    app_missing_why="It may have been taken away, or the address may be mistyped.",
)
