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
)
