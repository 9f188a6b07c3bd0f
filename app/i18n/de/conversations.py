from app.i18n.words.conversations import ConversationWords

CONVERSATIONS = ConversationWords()
