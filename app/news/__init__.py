"""News: what has changed among a user's conversations, told to all tabs and devices of that user as it happens."""

from app.news.news import (
    CONSOLE,
    EVERYBODY,
    Awaited,
    Changed,
    Erased,
    Hosted,
    Item,
    Kept,
    MemoryNews,
    Moved,
    News,
    Place,
    Present,
    Rated,
    Stayed,
)
from app.news.shared import SharedNews

__all__ = [
    "CONSOLE", "EVERYBODY", "Awaited", "Changed", "Erased", "Hosted", "Item", "Kept", "MemoryNews", "Moved", "News",
    "Place", "Present", "Rated", "SharedNews", "Stayed",
]  # fmt: skip
