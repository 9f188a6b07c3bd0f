from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="Privacy policy",
    answer_begins="The answer is being written.",
    answer_ends="The answer is complete.",
    answer_waits="The answer waits for you: there is a form to fill in.",
    answer_goes_on="The answer goes on; all of it stands in the conversation.",
)
