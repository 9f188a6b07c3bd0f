from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="搜索",
    search_conversations="搜索会话",
    search_hint="输入标题、问题或回答中的词语；用引号可搜索连续的词语。",
    searching="正在搜索…",
    still_looking="仍在查找较早的会话…",
    nothing_so_far="暂时没有结果。",
    nothing_found="没有找到结果。请减少词语或换个说法。",
    search_failed="搜索失败，请稍后再试。",
    search_partly="部分较早的会话无法读取，结果可能不完整。",
    search_count="结果：{count} 条",
    search_most="只显示最新的结果。输入更多词语可缩小范围。",
    search_results="搜索结果",
    going_to_message="正在跳转到该消息…",
    turn_gone="这条消息已不存在：可能已被删除，或其问题已重新提问。",
)
