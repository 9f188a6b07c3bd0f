from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="Antwort entwerfen lassen",
    draft_title="Entwurf der App",
    draft_note="Nur hier zu sehen, nicht für die Kundschaft.",
    draft_running="Die Antwort wird geschrieben.",
    draft_use="In die Antwort übernehmen",
    draft_discard="Verwerfen",
    draft_nothing="Die Kundschaft hat noch nichts geschrieben, es gibt also nichts zu beantworten.",
    draft_waits="Die App wartet hier auf ein Formular und gibt deshalb keine ganze Antwort.",
    draft_without="Ohne diese Dateien, die der App nicht gegeben werden konnten: {names}",
    ask_beside="Zum Vergleich noch einmal fragen",
    asked_beside="Neue Antwort zum Vergleich",
)
