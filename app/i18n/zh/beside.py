from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="我",
    inbox_resolve="标为已解决",
    inbox_beside="关于此对话",
    inbox_labels="标签",
    inbox_put_label="添加标签",
    inbox_drop_label="移除标签“{name}”",
    inbox_label_long="标签最多 {count} 个字符。",
    inbox_labels_full="一个对话最多 {count} 个标签，请先移除一个。",
    inbox_not_changed="未作更改：该对话或指定的人已不存在。",
    inbox_keys="收件箱快捷键",
    key_inbox_next="列表中的下一个对话",
    key_inbox_before="上一个",
    key_inbox_open="打开",
    key_inbox_search="搜索",
    key_inbox_reply="接管对话或回复",
    key_inbox_assign="分配",
    key_inbox_resolve="标为已解决",
)
