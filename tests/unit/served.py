"""What the process serves, where a test starts no server."""

from types import SimpleNamespace
from typing import Any

import pytest

from app import services
from app.apps import Apps
from app.services import Services
from app.settings import Settings


def serve(monkeypatch: pytest.MonkeyPatch, *chats: Any, user: str = "", signer: Any = None) -> None:
    """These chats are the server's apps; whoever asks is ``user``, unless a ``signer`` knows better."""
    known = signer or SimpleNamespace(user=lambda _cookie: user)
    monkeypatch.setattr(services, "_current", Services(Settings(), known, Apps(chats)))
