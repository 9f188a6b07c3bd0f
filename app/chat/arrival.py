"""Coming to a turn of a thread from outside: it may be far back, or stand in another version."""

from typing import TYPE_CHECKING

from app.chat.branches import leading_to
from app.chat.gone import Gone
from app.chat.history import nodes
from app.ledger import Conversation, Ledger, Message

if TYPE_CHECKING:
    from app.chat.chat import Chat
    from app.chat.page import Page

AT_ONCE = 100  # turns that are read at a time: the most that the API gives


class Elsewhere(Exception):
    """The turn stands in another version than the one whose answer is being written."""


class Arrival:
    """One app's."""

    def __init__(self, chat: "Chat", ledger: Ledger) -> None:
        self._chat = chat
        self._ledger = ledger

    async def at(self, user: str, place: str, turn_id: str, page: "Page", *, busy: bool) -> tuple[str, "Page"]:
        """The turn's id, and the thread with it: ``page`` read on until the turn is there, in the version that has it.

        Raises :class:`Gone` where the conversation has no such turn, :class:`Elsewhere` where it is ``busy`` with
        another version, and :class:`~app.dify.errors.DifyError` where older turns could not be read.
        """
        row = await self._ledger.message(self._chat.slug, user, turn_id)
        if row is not None:
            turn_id = row.id
        while True:
            conversation = await self._ledger.conversation(self._chat.slug, user, place)
            if conversation is None or (row is not None and (row.hidden or row.conversation_id != conversation.id)):
                raise Gone
            if not _may_have(page, turn_id, row):
                page = await self._read_on(user, conversation, page)
                continue
            rows = await self._ledger.messages(self._chat.slug, user, conversation.id)
            known = nodes(page.read, rows, self._chat.policy)
            if any(node.turn.id == turn_id and not node.gone for node in known):
                if wanted := leading_to(known, conversation.chosen, turn_id):
                    if busy:
                        raise Elsewhere
                    await self._ledger.choose(conversation, wanted)
                page = await self._chat.reread(user, place, page)
                if any(turn.id == turn_id for turn in (*page.turns, *([page.running] if page.running else []))):
                    return turn_id, page
            if not page.has_older:
                raise Gone
            page = await self._read_on(user, conversation, page)

    async def _read_on(self, user: str, conversation: Conversation, page: "Page") -> "Page":
        # Whoever searches has all of it looked through; somebody who follows a link is waiting.
        page = await self._chat.read_on(user, conversation, page, AT_ONCE, learn=False)
        if page.error is not None:
            raise page.error
        return page


def _may_have(page: "Page", turn_id: str, row: Message | None) -> bool:
    """Whether the turn can be in what was read so far: until then a long thread is not put together."""
    ids = {turn_id, row.upstream_id if row else None}
    since = min((item.created_at for item in page.read), default=0)
    return (
        not page.has_older or any(item.id in ids for item in page.read) or (row is not None and row.created_at >= since)
    )
