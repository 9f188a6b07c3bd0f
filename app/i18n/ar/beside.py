from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="أنا",
    inbox_resolve="وضع علامة محلولة",
    inbox_beside="عن هذه المحادثة",
    inbox_labels="الوسوم",
    inbox_put_label="أضف وسمًا",
    inbox_drop_label="أزل الوسم {name}",
    inbox_label_long="الوسم {count} حرفًا على الأكثر.",
    inbox_labels_full="للمحادثة {count} وسمًا على الأكثر. أزل واحدًا أولًا.",
    inbox_not_changed="لم يتغيّر شيء: المحادثة أو من أُسندت إليه لم يعد موجودًا.",
    inbox_keys="مفاتيح صندوق الوارد",
    key_inbox_next="المحادثة التالية في القائمة",
    key_inbox_before="التي قبلها",
    key_inbox_open="افتحها",
    key_inbox_search="بحث",
    key_inbox_reply="تولّي المحادثة أو الكتابة فيها",
    key_inbox_assign="أسندها",
    key_inbox_resolve="علّمها محلولة",
)
