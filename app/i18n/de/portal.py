from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="Apps",
    all_apps="Alle Apps",
    inbox="Posteingang",
    no_apps="Hier steht keine App offen.",
    recent="Letzte Unterhaltungen",
    no_recent="Was in einer der Apps gefragt wird, erscheint hier.",
    app_away="Zurzeit nicht erreichbar",
    app_missing="Diese App gibt es hier nicht",
    app_missing_why="Vielleicht wurde sie entfernt, oder die Adresse ist falsch geschrieben.",
)
