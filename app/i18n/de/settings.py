from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="Datenschutzerklärung",
    answer_begins="Die Antwort wird geschrieben.",
    answer_ends="Die Antwort ist vollständig.",
    answer_waits="Die Antwort wartet auf Sie: Ein Formular ist auszufüllen.",
    answer_goes_on="Die Antwort geht weiter; sie steht vollständig in der Unterhaltung.",
)
