from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="Me",
    inbox_resolve="Resolve",
    inbox_beside="About this conversation",
    inbox_labels="Labels",
    inbox_put_label="Add a label",
    inbox_drop_label="Remove the label {name}",
    inbox_label_long="A label has {count} characters at most.",
    inbox_labels_full="A conversation has {count} labels at most. Remove one first.",
    inbox_not_changed="Nothing was changed: the conversation, or whoever it was for, is not there any more.",
    inbox_keys="Keys of the inbox",
    key_inbox_next="The next conversation in the list",
    key_inbox_before="The one before it",
    key_inbox_open="Open it",
    key_inbox_search="Search",
    key_inbox_reply="Take the conversation, or write in it",
    key_inbox_assign="Assign it",
    key_inbox_resolve="Say that it is resolved",
)
