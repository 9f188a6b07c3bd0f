from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="المحادثة",
    widget_open="افتح المحادثة",
    widget_close="أغلق المحادثة",
    widget_unread="{count} جديد",
    frame_refused="تعذّر التأكد من هويتك. أعد تحميل الصفحة أو سجّل الدخول إليها من جديد.",
)
