from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="聊天",
    widget_open="打开聊天",
    widget_close="关闭聊天",
    widget_unread="{count} 条新回复",
    frame_refused="无法确认您的身份。请重新加载页面，或在该页面重新登录。",
)
