from app.i18n.words.search import SearchWords

SEARCH = SearchWords()
