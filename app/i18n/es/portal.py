from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="Aplicaciones",
    all_apps="Todas las aplicaciones",
    inbox="Bandeja de entrada",
    no_apps="Aquí no hay ninguna aplicación disponible.",
    recent="Conversaciones recientes",
    no_recent="Lo que pregunte en cualquiera de las aplicaciones aparecerá aquí.",
    app_away="No se puede acceder en este momento",
    app_missing="Aquí no existe esa aplicación",
    app_missing_why="Puede que se haya retirado o que la dirección esté mal escrita.",
)
