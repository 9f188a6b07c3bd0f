from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords()
