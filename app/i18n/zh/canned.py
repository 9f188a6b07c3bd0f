from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="快捷回复",
    canned_note="在回复中输入 / 即可查找。以下内容会自动填入：{names}",
    canned_none="还没有快捷回复。",
    canned_new="新建快捷回复",
    canned_title="标题",
    canned_text="内容",
    canned_apps="适用于",
    canned_use="使用“{name}”",
    canned_edit="编辑“{name}”",
    canned_delete="删除“{name}”",
    canned_left="尚未填入：{names}",
    canned_bad="标题为 1 至 {title} 个字符，内容为 1 至 {text} 个字符。",
    canned_no_app="请至少选择一个应用。",
    canned_full="快捷回复最多 {limit} 条。请先删除一条。",
)
