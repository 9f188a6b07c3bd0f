from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="Unterhaltung",
    widget_open="Chat öffnen",
    widget_close="Chat schließen",
    widget_unread="{count} neu",
    frame_refused="Wer hier ist, ließ sich nicht feststellen: Die Seite neu laden oder sich dort neu anmelden.",
)
