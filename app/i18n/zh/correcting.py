from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="更正",
    correct_title="更正此回答",
    correct_note="此后应用会用这段话回答这个问题和类似的问题。此对话不会有任何变化。",
    correct_again="此回答以前已更正过。保存会修改那次更正。",
    correct_question="问题",
    correct_answer="正确的回答",
    correct_lasting="此对话删除后仍保留：其中没有任何与客户有关的内容。",
    correct_with="用此回答更正",
    corrected="已保存。应用从现在起会这样回答。",
    corrected_unused="已保存，但应用不会使用更正：其标注回复功能已关闭。请告知应用的管理者。",
    corrected_by="已由 {name} 更正为标注",
    corrected_before="已更正为标注",
    correct_cannot="此应用的服务器不保存更正。",
    correct_forbidden="应用的密钥无权修改更正。请告知应用的管理者。",
    correct_bad="问题和回答各为 1 至 {limit} 个字符。",
)
