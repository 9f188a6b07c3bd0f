from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="Ich",
    inbox_resolve="Erledigen",
    inbox_beside="Zu dieser Unterhaltung",
    inbox_labels="Etiketten",
    inbox_put_label="Etikett hinzufügen",
    inbox_drop_label="Etikett {name} entfernen",
    inbox_label_long="Ein Etikett hat höchstens {count} Zeichen.",
    inbox_labels_full="Eine Unterhaltung hat höchstens {count} Etiketten. Zuerst eines entfernen.",
    inbox_not_changed="Nichts wurde geändert: die Unterhaltung, oder wer sie bekommen sollte, ist nicht mehr da.",
    inbox_keys="Tasten des Posteingangs",
    key_inbox_next="Die nächste Unterhaltung der Liste",
    key_inbox_before="Die davor",
    key_inbox_open="Sie öffnen",
    key_inbox_search="Suchen",
    key_inbox_reply="Gespräch übernehmen oder darin schreiben",
    key_inbox_assign="Sie zuweisen",
    key_inbox_resolve="Sie als erledigt melden",
)
