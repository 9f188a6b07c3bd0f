from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}，截至 {date}",
    taken_in_part="暂时无法向应用取得完整的对话。以下是本页服务器自己保存的内容，可能缺少部分消息。",
    taken_version="第 {number} 版，共 {count} 版：这个回答还有其他版本，未包含在内。",
    taken_running="当时这个回答仍在生成中。",
    list_in_part="暂时无法向应用取得完整的对话列表。可能缺少部分对话，有些对话也可能不完整，请稍后再试。",
)
