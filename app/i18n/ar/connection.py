from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords()
