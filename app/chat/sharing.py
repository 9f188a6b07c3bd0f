"""Sharing a conversation: a link by which anybody may read it as it was."""

from app.chat.gone import Gone
from app.chat.taking import Taking
from app.export import Thread, kept, restored
from app.ledger import Ledger
from app.policy import Rules
from app.views import Notice, SharedLink

MOST = 100  # links of one person that work
DAY = 24 * 3600.0


class Sharing:
    """One app's links. What is shown is a snapshot: later messages are not in it."""

    def __init__(self, app: str, ledger: Ledger, taking: Taking, rules: Rules) -> None:
        self._app = app
        self._ledger = ledger
        self._taking = taking
        self._rules = rules

    async def share(self, user: str, conversation_id: str, days: int | None) -> tuple[str, Notice]:
        """A new link's token, or why there is none. Without ``days`` it works until it is taken back.

        Raises :class:`Gone`. Of a conversation that the app did not tell whole, none is made.
        """
        conversation = await self._ledger.conversation(self._app, user, conversation_id)
        if conversation is None:
            raise Gone
        if await self._ledger.shares.count(self._app, user) >= MOST:
            return "", Notice("share_too_many", {"limit": str(MOST)})
        thread = await self._taking.thread(user, conversation_id)
        shown = kept(thread, self._rules)
        if not thread.whole:
            return "", Notice("share_in_part")
        if not shown["turns"]:
            return "", Notice("share_nothing")
        token = await self._ledger.shares.add(
            self._app, user, conversation_id=conversation.id, title=thread.title, thread=shown,
            seconds=None if days is None else days * DAY,
        )  # fmt: skip
        return token, Notice()

    async def links(self, user: str) -> list[SharedLink]:
        """This user's links that work, newest first."""
        rows = await self._ledger.shares.all(self._app, user)
        return [SharedLink(row.id, row.title, row.created_at, row.expires_at or 0.0, row.opened) for row in rows]

    async def revoke(self, user: str, id: str) -> None:
        await self._ledger.shares.revoke(self._app, user, id)

    async def shown(self, token: str, *, count: bool = True) -> Thread | None:
        """What whoever has the link reads; None where it does not work."""
        row = await self._ledger.shares.opened(self._app, token, count=count)
        return restored(row.thread) if row else None
