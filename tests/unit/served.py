"""What the process serves, where a test starts no server."""

from types import SimpleNamespace
from typing import Any

import pytest

from app import services
from app.apps import Apps
from app.apps.readiness import Readiness
from app.chat import Chat
from app.identity import Identities
from app.policy import Role
from app.services import Services
from app.settings import Settings


def serve(
    monkeypatch: pytest.MonkeyPatch, *chats: Any, user: str = "", signer: Any = None, role: Role = Role.VISITOR,
    ledger: Any = None, relay: Any = None, **settings: Any,
) -> None:  # fmt: skip
    """These chats are the server's apps; whoever asks is ``user``, or whom a ``signer`` knows."""
    for chat in chats:
        if not isinstance(chat, Chat):
            chat.seen_by = lambda _role, chat=chat: chat
    known = Identities(signer or SimpleNamespace(user=lambda _cookie: user), role)
    apps = Apps(chats)
    readiness = Readiness(ledger, relay, apps, SimpleNamespace(leaving=False))
    monkeypatch.setattr(services, "_current", Services(Settings(**settings), known, apps, readiness, relay))
