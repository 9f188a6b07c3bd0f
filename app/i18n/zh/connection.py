from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="您已离线。您输入的内容会保留。",
    back_again="已重新连接。",
    try_now="立即重试",
    needs_connection="您的操作会在连接恢复后执行。",
    waits_for_connection="尚未发送：连接恢复后会自动发送。",
    new_version="本页面有新版本。您输入的内容会保留。",
    reload="重新加载",
)
