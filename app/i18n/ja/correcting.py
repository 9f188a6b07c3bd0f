from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="訂正",
    correct_title="この回答を訂正",
    correct_note="以後アプリは、この質問や似た質問にこの言葉で答えます。この会話は変わりません。",
    correct_again="この回答は以前に訂正されています。保存するとその訂正が変わります。",
    correct_question="質問",
    correct_answer="正しい回答",
    correct_lasting="この会話が削除されても残します。顧客に関する内容は含まれていません。",
    correct_with="これで訂正する",
    corrected="保存しました。アプリは今後このように答えます。",
    corrected_unused="保存しましたが、アプリでは注釈による返信がオフのため、訂正は使われません。アプリの運営者にお知らせください。",
    corrected_by="{name} が注釈として訂正",
    corrected_before="注釈として訂正済み",
    correct_cannot="このアプリのサーバーは訂正を保存しません。",
    correct_forbidden="アプリのキーには訂正を変更する権限がありません。アプリの運営者にお知らせください。",
    correct_bad="質問と回答はそれぞれ 1～{limit} 文字です。",
)
