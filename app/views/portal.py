"""All apps at once, and one's conversations across them."""

from dataclasses import dataclass

from app.views.conversations import ConversationRow, Found


@dataclass(frozen=True)
class AppCard:
    """An app among others. ``asked`` once it is known whether it answers, ``away`` where it does not."""

    slug: str = ""
    name: str = ""
    description: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_picture: str = ""
    asked: bool = False
    away: bool = False


@dataclass(frozen=True)
class RecentRow(ConversationRow):
    """A line of the list of one's conversations across apps: ``app`` is its app's slug."""

    app: str = ""
    app_name: str = ""


@dataclass(frozen=True)
class FoundIn(Found):
    """What a search across apps found: ``app`` is its app's slug."""

    app: str = ""
    app_name: str = ""
