"""News: what has changed among a user's conversations, told to all tabs and devices of that user as it happens."""

from app.news.news import Changed, Item, MemoryNews, News, Rated, Stayed
from app.news.shared import SharedNews

__all__ = ["Changed", "Item", "MemoryNews", "News", "Rated", "SharedNews", "Stayed"]
