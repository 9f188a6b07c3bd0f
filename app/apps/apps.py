"""Which chats there are, and for whom. Whoever has a page or a request asks here which of them it is about."""

from collections.abc import Iterable

from app.catalog import App
from app.chat import Chat
from app.identity import Person


class NoSuchApp(Exception):
    """No app of this server has that slug, or there are several and none was named; or it is not for whoever asks."""


class Apps:
    """The chats in the catalog's order, with what it says of each. There is one at least while the server runs."""

    def __init__(self, chats: Iterable[Chat] = (), entries: Iterable[App] = ()) -> None:
        self.become(chats, entries)

    def at(self, slug: str) -> Chat:
        """The chat of that slug, whoever asks; of an empty one the only one there is. Raises :class:`NoSuchApp`."""
        if not slug and len(self._chats) == 1:
            return next(iter(self._chats.values()))
        if slug not in self._chats:
            raise NoSuchApp(slug)
        return self._chats[slug]

    def all(self) -> list[Chat]:
        return list(self._chats.values())

    def open_to(self, person: Person) -> "Open":
        return Open(self, person)

    @property
    def for_visitors(self) -> bool:
        """Whether one of them is for whoever has not signed in, too."""
        return any(app.visitors for app in self._entries.values())

    @property
    def in_frames(self) -> bool:
        """Whether one of them may stand in another site's page."""
        return any(app.origins for app in self._entries.values())

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


class Open:
    """The apps that are there for one person, as they see them: those of their groups, and those without any.

    For whoever came through another site's page there is that one at most; for a visitor where others have signed in
    those that are for visitors, too.
    """

    def __init__(self, apps: Apps, person: Person) -> None:
        self._apps = apps
        self._person = person

    def at(self, slug: str) -> Chat:
        """As :meth:`Apps.at`; one that is not for this person is none."""
        chat = self._apps.at(slug)
        if not self._has(chat):
            raise NoSuchApp(slug)
        return chat.seen_by(self._person.role)

    def all(self) -> list[Chat]:
        return [chat.seen_by(self._person.role) for chat in self._apps.all() if self._has(chat)]

    @property
    def served(self) -> bool:
        """Whether the person serves others, in one of these apps at least."""
        return bool(self._person.user and self._person.serves and self.all())

    def _has(self, chat: Chat) -> bool:
        person, entry = self._person, self._apps.entry(chat.slug)
        if person.app not in ("", chat.slug):
            return False
        if person.visitor:
            return entry is not None and entry.visitors
        return entry is None or entry.groups is None or not person.groups.isdisjoint(entry.groups)
