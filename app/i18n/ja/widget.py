from app.i18n.words.widget import WidgetWords

WIDGET = WidgetWords(
    widget_title="チャット",
    widget_open="チャットを開く",
    widget_close="チャットを閉じる",
    widget_unread="新着{count}件",
    frame_refused="ご本人であることを確認できませんでした。ページを再読み込みするか、もう一度ログインしてください。",
)
