"""An agent who serves people: in which apps, with whom, and who hears of what they do."""

from collections.abc import Mapping

from app.apps import portal
from app.apps.apps import Open
from app.chat import Chat, Gone
from app.identity import Person
from app.news import CONSOLE, Moved
from app.views import InboxChoice


class Serving:
    """``open`` are the apps as the agent sees them, of which there is one at least."""

    def __init__(self, open: Open, agent: Person) -> None:
        self._chats: Mapping[str, Chat] = {chat.slug: chat for chat in open.all()}
        self._agent, self._name = agent.user, agent.name
        self._kept = next(iter(self._chats.values())).inbox.kept

    @property
    def agent(self) -> str:
        """Their user id."""
        return self._agent

    @property
    def apps(self) -> list[InboxChoice]:
        return portal.choices(self._chats)

    def chat(self, app: str) -> Chat:
        """That app's, as the agent may see it. Raises ``Gone``."""
        if (chat := self._chats.get(app)) is None:
            raise Gone
        return chat

    async def agents(self, app: str) -> list[InboxChoice]:
        """The others who serve that app, by their ids."""
        there = await self._kept.agents(app) if app in self._chats else []
        return [InboxChoice(row.agent, known_as(row.agent, row.name)) for row in there if row.agent != self._agent]

    async def _moved(self, app: str, id: str, changed: bool) -> bool:
        """Whether a conversation was ``changed``: if so, all agents are told."""
        if changed:
            await self._chats[app].news.publish(*CONSOLE, Moved(app, id))
        return changed


def known_as(agent: str, name: str) -> str:
    """An agent's name as others read it; of who has none the end of their id."""
    return name or (f"#{agent[-4:]}" if agent else "")
