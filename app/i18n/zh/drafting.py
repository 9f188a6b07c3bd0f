from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="起草回复",
    draft_title="应用的草稿",
    draft_note="只有您能看到。",
    draft_running="正在撰写回答。",
    draft_use="放入回复",
    draft_discard="放弃",
    draft_nothing="客户还没有写任何内容，因此没有可回复的内容。",
    draft_waits="应用在此等待填写表单，因此不会给出完整的回答。",
    draft_without="不含以下无法提供给应用的文件：{names}",
    ask_beside="再问一次以作比较",
    asked_beside="用于比较的新回答",
)
