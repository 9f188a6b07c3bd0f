from app.i18n.words.canned import CannedWords

CANNED = CannedWords(
    canned="Textbausteine",
    canned_note="Mit / in der Antwort lässt sich einer finden. Von selbst ausgefüllt wird: {names}",
    canned_none="Es gibt noch keine Textbausteine.",
    canned_new="Neuer Textbaustein",
    canned_title="Titel",
    canned_text="Wortlaut",
    canned_apps="Für",
    canned_use="„{name}“ einfügen",
    canned_edit="„{name}“ bearbeiten",
    canned_delete="„{name}“ löschen",
    canned_left="Noch nicht ausgefüllt: {names}",
    canned_bad="Ein Titel hat 1 bis {title} Zeichen, ein Text 1 bis {text}.",
    canned_no_app="Mindestens eine App ist auszuwählen.",
    canned_full="Mehr als {limit} Textbausteine haben keinen Platz. Zuerst ist einer zu löschen.",
)
