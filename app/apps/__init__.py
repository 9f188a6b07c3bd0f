"""The apps of this server: a :class:`~app.chat.Chat` for each, found by its slug."""

from app.apps.apps import Apps, NoSuchApp
from app.apps.hosting import Hosting, HostingError

__all__ = ["Apps", "Hosting", "HostingError", "NoSuchApp"]
