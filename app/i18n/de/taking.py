from app.i18n.words.taking import TakingWords

TAKING = TakingWords()
