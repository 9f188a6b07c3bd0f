from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords()
