"""What the process serves, where a test starts no server."""

from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from app import services
from app.apps import Apps
from app.apps.readiness import Readiness
from app.catalog import App
from app.chat import Chat
from app.identity import Identities, Person
from app.policy import Role
from app.services import Services
from app.settings import Settings


class _Members(Identities):
    """Whoever is somebody is a member of ``groups``, or a ``visitor`` where others have signed in."""

    groups: frozenset[str] = frozenset()
    visitor: bool = False

    async def of(self, *asked: Any) -> Person:
        return replace(await super().of(*asked), groups=self.groups, visitor=self.visitor)

    def proved(self, *asked: Any) -> Person:
        return replace(super().proved(*asked), groups=self.groups, visitor=self.visitor)


def serve(
    monkeypatch: pytest.MonkeyPatch, *chats: Any, user: str = "", signer: Any = None, role: Role = Role.VISITOR,
    ledger: Any = None, relay: Any = None, entries: Iterable[App] = (), groups: Iterable[str] = (),
    visitor: bool = False, **settings: Any,
) -> None:  # fmt: skip
    """These chats are the server's apps, of which the catalog says ``entries``; whoever asks is ``user``, or whom a
    ``signer`` knows, and a member of ``groups`` or a ``visitor`` beside people who have signed in."""
    for chat in chats:
        if not isinstance(chat, Chat):
            chat.seen_by = lambda _role, chat=chat: chat
    known = _Members(signer or SimpleNamespace(user=lambda _cookie: user), role)
    known.groups, known.visitor = frozenset(groups), visitor
    apps = Apps(chats, entries)
    readiness = Readiness(ledger, relay, apps, SimpleNamespace(leaving=False))
    monkeypatch.setattr(
        services, "_current", Services(Settings(**settings), known, apps, readiness, relay, ledger=ledger)
    )
