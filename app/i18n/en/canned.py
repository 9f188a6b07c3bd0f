from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="Canned replies",
    canned_note="Type / in your reply to find one. These are filled in: {names}",
    canned_none="There are no canned replies yet.",
    canned_new="New canned reply",
    canned_title="Title",
    canned_text="Text",
    canned_apps="For",
    canned_use="Use “{name}”",
    canned_edit="Edit “{name}”",
    canned_delete="Delete “{name}”",
    canned_left="Not filled in: {names}",
    canned_bad="A title has 1 to {title} characters, a text 1 to {text}.",
    canned_no_app="Choose at least one app.",
    canned_full="There is no room for more than {limit} canned replies. Delete one first.",
)
