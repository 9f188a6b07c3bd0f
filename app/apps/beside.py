"""What agents do with a conversation beside reading it: who has it, and by which words it is found."""

from abc import abstractmethod

from app.apps.serving import Serving
from app.identity.guests import OURS
from app.ledger import inbox
from app.views import Detail, InboxCustomer, InboxLine

LONGEST = inbox.LONGEST  # characters of a label


class Beside(Serving):
    """All agents are told of a change; False is a conversation that is not there."""

    async def assign(self, app: str, id: str, agent: str) -> bool:
        """To oneself, to one of :meth:`agents`, or with an empty id to nobody."""
        if agent and agent != self._agent and agent not in {one.value for one in await self.agents(app)}:
            return False
        return await self._moved(app, id, await self._kept.assign(self._chats, app, id, agent))

    async def label(self, app: str, id: str, label: str, *, on: bool) -> bool:
        """Put a label on a conversation, or take it off. Raises ``NoRoom``."""
        return await self._moved(app, id, await self._kept.label(self._chats, app, id, label, on))

    async def customer(self, line: InboxLine) -> InboxCustomer:
        """Whose a conversation is. An id that another site has given is somebody's in the app of that site alone."""
        apps = [app for app in self._chats if line.user.startswith(OURS) or app == line.app]
        known = await self._kept.customer(apps, self._agent, line.user)
        others = [self._line(one) for one in known.lines if (one.app, one.id) != (line.app, line.id)]
        name = known.name or (line.user.removeprefix("proxy:") if line.user.startswith("proxy:") else "")
        return InboxCustomer(name, line.user, line.user.startswith("visitor-"), known.since, known.count, others)

    async def given(self, line: InboxLine) -> list[Detail]:
        """What the customer filled in before a conversation, and their site's word for them. Raises ``Gone``,
        ``DifyError``, ``LedgerFailed``."""
        given = await self.chat(line.app).details.given(line.user, line.id)
        return [detail for detail in given if detail.text or detail.files]

    @abstractmethod
    def _line(self, line: inbox.Line) -> InboxLine: ...
