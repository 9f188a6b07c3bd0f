from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="您已离线。您输入的内容会保留。",
    server_resting="服务器暂时无法响应，恢复后会自动继续；您输入的内容会保留。",
    back_again="已重新连接。",
    try_now="立即重试",
    crowded="目前访问人数过多。本页面会自动重试；您输入的内容会保留。",
    needs_connection="您的操作会在连接恢复后执行。",
    waits_for_connection="尚未发送：连接恢复后会自动发送。",
    new_version="本页面有新版本。您输入的内容会保留。",
    reload="重新加载",
    list_stale="目前无法向应用查询此列表，显示的是之前的内容。",
    still_waiting="仍在等待：应用尚未开始回答。您可以继续等待或停止。",
)
