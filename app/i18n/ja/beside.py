from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="自分",
    inbox_resolve="解決にする",
    inbox_beside="この会話について",
    inbox_labels="ラベル",
    inbox_put_label="ラベルを追加",
    inbox_drop_label="ラベル「{name}」を外す",
    inbox_label_long="ラベルは {count} 文字までです。",
    inbox_labels_full="会話のラベルは {count} 個までです。先に 1 つ外してください。",
    inbox_not_changed="変更されませんでした。会話または相手がもう存在しません。",
    inbox_keys="受信箱のキー",
    key_inbox_next="一覧の次の会話",
    key_inbox_before="その前の会話",
    key_inbox_open="開く",
    key_inbox_search="検索",
    key_inbox_reply="会話を引き受ける、または返信する",
    key_inbox_assign="担当を決める",
    key_inbox_resolve="解決済みにする",
)
