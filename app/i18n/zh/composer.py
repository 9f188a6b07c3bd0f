from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords(
    queue="等待发送的消息",
    queue_waits="等待发送的消息：{count}。前一条回答结束后逐条发送，此对话须保持打开。",
    queue_held="等待发送的消息：{count}。上一条回答不完整，在您确认之前不会发送。",
    queue_refused="等待发送的消息：{count}。第一条未被接受，在您确认之前不会发送。",
    queue_old="等待发送的消息：{count}。自您离开后一直在等待，确认后才会发送。",
    queue_continue="继续发送",
    queue_add="加入等待队列",
    queue_full="等待的消息已达上限。请等待回答或停止；您输入的内容会保留。",
    queue_elsewhere="另一个对话中等待发送的消息：{count}。返回该对话后发送。",
    queued_files="文件：{count}",
    edit_queued="编辑第 {number} 条等待消息",
    send_queued="立即发送第 {number} 条等待消息",
    remove_queued="移除第 {number} 条等待消息",
    close_change="完成",
    recalled="较早的消息 {number}/{count}。按向下键可回到您正在写的内容。",
    draft_aside="您之前的草稿已保留：在输入框开头按向上键可取回。",
    counter_left="剩余字符：{count}",
    counter_over="超出字符：{count}。请缩短后再发送；内容会保留。",
)
