"""Which chats there are. Whoever has a page or a request asks here which of them it is about."""

from collections.abc import Iterable

from app.catalog import App
from app.chat import Chat


class NoSuchApp(Exception):
    """No app of this server has that slug, or there are several and none was named."""


class Apps:
    """The chats in the catalog's order. There is one at least while the server runs."""

    def __init__(self, chats: Iterable[Chat] = (), entries: Iterable[App] = ()) -> None:
        self.become(chats, entries)

    def at(self, slug: str) -> Chat:
        """The chat of that slug; of an empty one the only chat that there is. Raises :class:`NoSuchApp`."""
        if not slug and len(self._chats) == 1:
            return next(iter(self._chats.values()))
        if slug not in self._chats:
            raise NoSuchApp(slug)
        return self._chats[slug]

    def all(self) -> list[Chat]:
        return list(self._chats.values())

    @property
    def several(self) -> bool:
        return len(self._chats) > 1

    def entry(self, slug: str) -> App | None:
        """What the catalog says of the app of that slug."""
        return self._entries.get(slug)

    def become(self, chats: Iterable[Chat], entries: Iterable[App] = ()) -> None:
        """From now on these are all that there are."""
        self._chats = {chat.slug: chat for chat in chats}
        self._entries = {app.slug: app for app in entries}
