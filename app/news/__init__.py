"""News: what has changed among a user's conversations, told to all tabs and devices of that user as it happens."""

from app.news.news import EVERYBODY, Changed, Hosted, Item, MemoryNews, News, Rated, Stayed
from app.news.shared import SharedNews

__all__ = ["EVERYBODY", "Changed", "Hosted", "Item", "MemoryNews", "News", "Rated", "SharedNews", "Stayed"]
