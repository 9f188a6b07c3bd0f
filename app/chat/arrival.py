"""Coming to a turn of a thread from outside: it may be far back, or stand in another version."""

from typing import TYPE_CHECKING

from app.chat.branches import leading_to
from app.chat.gone import Gone
from app.chat.history import nodes
from app.ledger import Ledger

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
            page = await self._chat.open(user, place, page, AT_ONCE)
            if page.error is not None:
                raise page.error
