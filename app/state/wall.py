"""Which app a tab is in: its page's address says so, and the server knows whether there is such an app."""

from reflex.state import BaseState

from app.apps import NoSuchApp
from app.chat import Chat
from app.services import current

__all__ = ["NoSuchApp", "chat_of", "slug_in"]


def chat_of(state: BaseState) -> Chat:
    """The chat of the tab's app. Raises :class:`NoSuchApp`, which the page is told of by whoever reports errors."""
    return current().apps.at(slug_in(state.router.url.path))


def slug_in(path: str) -> str:
    """The app that an address names: ``guide`` of ``/apps/guide/c/1``; nothing where it names none."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "apps" else ""
