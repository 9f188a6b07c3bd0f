from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}, Stand {date}",
    taken_in_part="Die App konnte nicht nach der ganzen Unterhaltung gefragt werden. Hier steht, was der Server dieser "
    "Seite davon hat: Nachrichten können fehlen.",
    taken_version="Fassung {number} von {count}: Zu dieser Antwort gibt es andere Fassungen, die hier nicht "
    "enthalten sind.",
    taken_running="Diese Antwort wurde noch geschrieben.",
    list_in_part="Die App konnte nicht nach der ganzen Liste der Unterhaltungen gefragt werden. Manche können hier "
    "fehlen, andere unvollständig sein; bitte später noch einmal versuchen.",
    save_markdown="Als Markdown speichern",
    save_page="Als Webseite speichern",
    save_data="Als Daten (JSON) speichern",
    print_page="Drucken",
    share_link="Einen Link teilen",
    share_what="Wer den Link hat, kann diese Unterhaltung lesen, wie sie jetzt ist: Fragen, Antworten, Quellen, den "
    "Weg zu den Antworten und die Namen der Dateien. Bewertungen, Angaben in Formularen und spätere Nachrichten sind "
    "nicht dabei.",
    share_until="Der Link gilt",
    share_day="1 Tag",
    share_week="7 Tage",
    share_month="30 Tage",
    share_always="bis zum Widerruf",
    make_link="Link erstellen",
    making_link="Die Unterhaltung wird gelesen…",
    link_made="Hier ist der Link. Bitte jetzt kopieren: Er wird nicht noch einmal gezeigt.",
    copy_link="Link kopieren",
    shared_links="Geteilte Links",
    no_shared_links="Keine Unterhaltung ist geteilt.",
    link_from="erstellt",
    link_until="gilt bis",
    link_opened="geöffnet: {count}",
    revoke="Widerrufen",
    revoke_of="Den Link zu „{title}“ widerrufen",
    share_too_many="Es gibt schon {limit} gültige Links, mehr sind nicht möglich. Bitte zuerst einen widerrufen.",
    share_in_part="Die App hat nicht die ganze Unterhaltung geliefert, deshalb wurde kein Link erstellt. Bitte "
    "gleich noch einmal versuchen.",
    share_nothing="Noch gibt es nichts zu teilen. Bitte die erste Antwort abwarten.",
    shared_gone="Dieser Link gilt nicht",
    shared_gone_why="Vielleicht ist er abgelaufen, oder er wurde widerrufen. Ein neuer kann bei der Person erbeten "
    "werden, von der er kam.",
    your_data="Eigene Daten",
    export_all="Alle Unterhaltungen speichern",
    export_all_what="Eine ZIP-Datei mit jeder eigenen Unterhaltung, als Markdown und als JSON.",
    erase_all="Alles löschen…",
    erase_all_what="Alle eigenen Unterhaltungen, hier und bei der App, die geteilten Links und die Entwürfe in "
    "diesem Browser.",
    erase_sure="Laufende Antworten werden angehalten, und alles wird gelöscht. Das lässt sich nicht rückgängig machen.",
    erase_yes="Ja, alles löschen",
    erasing="Wird gelöscht… {done} von {count}",
    erase_left="Nicht alles konnte gelöscht werden: Die App hat Unterhaltungen behalten ({left}) oder konnte nicht "
    "alle nennen. Bitte gleich noch einmal versuchen.",
    erase_done="Alles wurde gelöscht.",
)
