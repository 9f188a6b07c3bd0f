"""A person steps in: an agent takes a conversation from the app, both write, and the agent hands it back."""

import logging
import time
from collections.abc import AsyncIterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from app.chat.contact import is_contact
from app.chat.context import recounted
from app.chat.gone import Gone
from app.chat.history import turn_of
from app.chat.question import Question, id_of, too_long
from app.chat.standing import Standing
from app.chat.variables import Variables
from app.ledger import PERSON, Conversation, Elsewhere, File, Ledger, LedgerFailed, Message
from app.limits import Allowance
from app.news import Changed
from app.policy import Policy
from app.runs.attachments import attachment
from app.runs.live import LiveRun
from app.runs.registry import Runs
from app.uploads import Refused, Uploads
from app.views import Notice, Support, Turn

T = TypeVar("T")

log = logging.getLogger(__name__)


class Told(NamedTuple):
    """What the app would be told: of what was said ``until`` then."""

    text: str
    until: float


class Handover:
    """One app's. Whoever calls for an agent has looked that they may see this app's conversations."""

    def __init__(
        self, app: str, ledger: Ledger, runs: Runs, files: Uploads, allowance: Allowance, variables: Variables,
        support: Support,
    ) -> None:  # fmt: skip
        self._app, self._ledger, self._runs = app, ledger, runs
        self._files = files
        self._allowance = allowance
        self._variables = variables
        self.support = support

    async def hear(self, conversation: Conversation | None, asked: Question, address: str) -> Turn | None:
        """Give a message of its person's to whoever has the conversation, or is called before the app was asked
        anything; None where it is for the app.

        Raises :class:`~app.ledger.AskedAlready`, and ``Reached`` for too many.
        """
        if conversation is None or not await self._ledger.handover.hears(conversation):
            return None
        await self._allowance.message(conversation.user, address)
        message = await self._ledger.handover.hear(conversation, asked.text, asked.id)
        if message is None:
            return None
        await self._attach(message, [file.id for file in asked.files])
        await self._tell(conversation)
        return _with_files(_turn(message), asked.files)

    async def begin(self, user: str, inputs: dict[str, Any], address: str) -> Conversation:
        """A new conversation, whose person wishes for somebody before the app is asked anything.

        Raises :class:`Gone` where the app has nobody to call, and ``Reached`` for too many.
        """
        if not self.support.button:
            raise Gone
        await self._allowance.message(user, address)
        row = await self._ledger.handover.begin(self._app, user, inputs)
        await self._tell(row)
        return row

    async def call(self, user: str, conversation_id: str) -> None:
        """Its person wishes for somebody. Raises :class:`Gone`, also where the app has nobody to call."""
        conversation = await self._own(user, conversation_id)
        if not self.support.button:
            raise Gone
        if await self._ledger.handover.call(conversation):
            await self._tell(conversation)

    async def standing(self, user: str, conversation_id: str) -> Standing:
        """Raises :class:`Gone`."""
        return await self._standing(await self._own(user, conversation_id))

    async def stands(self, row: Conversation, turns: Sequence[Turn] = ()) -> Standing:
        """How a conversation stands, with those turns."""
        waits = row.status == "waiting"
        away = await self.away() if waits else Notice()
        to_person = await self._ledger.handover.hears(row)
        return Standing(row.status == PERSON, row.person, waits, to_person, away, row.contact, row.spoken_at, turns)

    async def away(self) -> Notice:
        """Why nobody will come soon; nothing where somebody is there."""
        now = time.time()
        if opens := self.support.hours.opens(now):
            return Notice("person_closed", {"at": str(int(opens))})
        return Notice() if await self._ledger.inbox.attended([self._app]) else Notice("person_away")

    async def leave_contact(self, user: str, conversation_id: str, contact: str) -> Notice:
        """Where its person can be reached, in place of what was left before; what is wrong with it, if anything is.

        Raises :class:`Gone`.
        """
        conversation = await self._own(user, conversation_id)
        if not is_contact(contact := contact.strip()):
            return Notice("contact_wrong")
        await self._reach(conversation, contact)
        return Notice()

    async def withdraw_contact(self, user: str, conversation_id: str) -> None:
        """Raises :class:`Gone`."""
        await self._reach(await self._own(user, conversation_id), "")

    async def give_way(self, run: LiveRun) -> None:
        """Stop an answer that was begun just before a person took its conversation, and that they may have missed."""
        row = await self._ledger.conversation(self._app, run.row.user, run.row.conversation_id)
        if row is not None and row.status == PERSON:
            await self._runs.stop(run)

    async def moved(self, conversation_id: str) -> None:
        """Tell whoever looks that a conversation's status was set."""
        if row := await self._ledger.handover.conversation(self._app, conversation_id):
            await self._tell(row)

    async def take(self, conversation_id: str, agent: str, name: str, *, over: bool = False) -> None:
        """Let an agent have it, from another one only if it is taken ``over``. An answer that is being written ends
        with what has come of it.

        Raises :class:`Gone`, and :class:`~app.ledger.Elsewhere`.
        """
        shown = self.support.name or name
        row = _there(await self._ledger.handover.take(self._app, conversation_id, agent, shown, over=over))
        for run in await self._runs.of_user(self._app, row.user):
            if run.row.conversation_id == row.id and not run.shown:
                await self._runs.stop(run)
        await self._tell(row)

    async def say(
        self, conversation_id: str, agent: str, text: str, number: str, files: Sequence[str] = ()
    ) -> Turn:  # fmt: skip
        """What the agent who has it writes, with files that were received for it and not sent before; the same
        ``number`` is written once.

        Raises :class:`Gone`, :class:`~app.ledger.Elsewhere`, :class:`~app.ledger.AskedAlready`, ``FileGone``, and
        ``Refused`` for too much.
        """
        if (notice := too_long(text)).key:
            raise Refused(notice)
        id = id_of(self._app, f"{agent}\n{conversation_id}", number)
        given = await self._files.for_answer(await self._had(conversation_id, agent), files, id)
        message = _there(await self._ledger.handover.say(self._app, conversation_id, agent, text, id))
        await self._attach(message, files)
        await self._runs.news.publish(self._app, message.user, Changed(message.conversation_id))
        return _with_files(_turn(message), given)

    async def receive(
        self, conversation_id: str, agent: str, name: str, media_type: str, size: int | None,
        stream: AsyncIterable[bytes],
    ) -> File:  # fmt: skip
        """A file of the agent's who has it, to be sent with what they say. Raises as :meth:`say` does."""
        return await self._files.keep(await self._had(conversation_id, agent), name, media_type, size, stream)

    async def discard(self, conversation_id: str, file_id: str) -> None:
        """Forget a file that was received and not sent. Raises :class:`Gone` and ``FileGone``."""
        await self._files.discard(await self.giver(conversation_id, file_id), file_id)

    async def giver(self, conversation_id: str, file_id: str) -> str:
        """The user who has a file of that conversation. Raises :class:`Gone`."""
        row = _there(await self._ledger.handover.conversation(self._app, conversation_id))
        file = (await self._ledger.files.own(self._app, row.user, [file_id])).get(file_id)
        if file is None or file.conversation_id != row.id:
            raise Gone
        return row.user

    async def said(self, conversation_id: str) -> Told:
        """What customer and agents said of which the app was told nothing yet. Raises :class:`Gone`."""
        row = _there(await self._ledger.handover.conversation(self._app, conversation_id))
        return await self._with_since(row, row.context, 0.0)

    async def hand_back(self, conversation_id: str, agent: str, context: str, until: float = float("inf")) -> None:
        """Leave it to the app, which is told the ``context`` by its variable, or with its next question; what was said
        after ``until`` goes along.

        Raises :class:`Gone` and :class:`~app.ledger.Elsewhere`.
        """
        row, name = _there(await self._ledger.handover.conversation(self._app, conversation_id)), self.support.variable
        context, until = await self._with_since(row, context, until)
        theirs = (row.status, row.assignee) == (PERSON, agent)
        if theirs and name and context and await self._variables.give(row, name, context):
            context = ""
        context, _ = await self._with_since(row, context, until)  # The app may have taken its time.
        back = self._ledger.handover.hand_back(self._app, conversation_id, agent, context)
        await self._tell(_there(await back))

    async def _reach(self, conversation: Conversation, contact: str) -> None:
        if not await self._ledger.inbox.reach(conversation, contact):
            raise Gone
        await self._tell(conversation)

    async def _standing(self, row: Conversation) -> Standing:
        said = await self._ledger.handover.said(self._app, row.user, row.id)
        return await self.stands(row, await self._with_files(row, said))

    async def _with_since(self, row: Conversation, context: str, until: float) -> Told:
        """A context with what was said after ``until``."""
        since = [turn for turn in await self._untold(row) if turn.at > until]
        text = "\n".join(filter(None, (context.strip(), recounted(since))))
        return Told(text, max((turn.at for turn in since), default=until))

    async def _untold(self, row: Conversation) -> list[Turn]:
        return await self._with_files(row, await self._ledger.handover.untold(row))

    async def _with_files(self, row: Conversation, said: Sequence[Message]) -> list[Turn]:
        files = await self._ledger.files.of_messages(self._app, row.user, [message.id for message in said])
        return [_with_files(_turn(message), files.get(message.id, [])) for message in said]

    async def _attach(self, message: Message, files: Sequence[str]) -> None:
        place = {"message_id": message.id, "conversation_id": message.conversation_id}
        try:
            await self._ledger.files.attach(self._app, message.user, files, **place)
        except LedgerFailed:
            log.exception("message %s: its files could not be recorded", message.id)

    async def _had(self, conversation_id: str, agent: str) -> Conversation:
        """The conversation, which the agent has."""
        row = _there(await self._ledger.handover.conversation(self._app, conversation_id))
        if (row.status, row.assignee) != (PERSON, agent):
            raise Elsewhere(row.assignee if row.status == PERSON else "")
        return row

    async def _own(self, user: str, id: str) -> Conversation:
        return _there(await self._ledger.conversation(self._app, user, id))

    async def _tell(self, row: Conversation) -> None:
        await self._runs.news.publish(self._app, row.user, Changed(row.id))


def _turn(message: Message) -> Turn:
    return turn_of(message, Policy())


def _with_files(turn: Turn, files: Sequence[File]) -> Turn:
    sent, given = ([attachment(file) for file in files if file.asked is asked] for asked in (True, False))
    return replace(turn, sent=sent, files=given)


def _there(found: T | None) -> T:
    if found is None:
        raise Gone
    return found
