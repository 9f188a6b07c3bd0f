from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="Conversación",
    widget_open="Abrir el chat",
    widget_close="Cerrar el chat",
    widget_unread="{count} sin leer",
    frame_refused="No se pudo comprobar quién es usted. Vuelva a cargar la página o inicie sesión en ella de nuevo.",
)
