from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="Chat",
    widget_open="Open the chat",
    widget_close="Close the chat",
    widget_unread="{count} new",
    frame_refused="It could not be made sure who you are. Reload the page, or sign in to it again.",
)
