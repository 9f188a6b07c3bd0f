"""Questions: how one becomes a run, or words to the person who has the conversation."""

import logging
from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from typing import Any

from app.chat.branches import Node, leading_to
from app.chat.context import with_context
from app.chat.conversations import Conversations
from app.chat.faces import Faces
from app.chat.gone import Gone
from app.chat.handover import Handover
from app.chat.newcomers import Newcomers
from app.chat.question import Question, id_of
from app.dify import Client
from app.dify.events import StreamEvent
from app.ledger import AskedAlready, Conversation, Ledger, LedgerFailed, Message, WithPerson
from app.limits import Allowance
from app.policy import Policy
from app.runs.attachments import attachment
from app.runs.pacing import Pacing
from app.runs.registry import LiveRun, Runs
from app.uploads import FileGone, Refused, Uploads, file_inputs
from app.views import Limits, Notice, Turn

log = logging.getLogger(__name__)


class Asking:
    """Of one app, by any user."""

    slug: str
    runs: Runs
    allowance: Allowance
    conversations: Conversations
    files: Uploads
    handover: Handover
    _client: Client
    _ledger: Ledger
    _newcomers: Newcomers
    _faces: Faces
    _fixed: Mapping[str, Any]
    _claims: Mapping[str, str]

    @property
    @abstractmethod
    def policy(self) -> Policy: ...

    @abstractmethod
    async def limits(self, user: str) -> Limits: ...

    async def ask(
        self, user: str, conversation_id: str, question: str, inputs: dict[str, Any], files: Sequence[str] = (),
        parent: str | None = None, number: str = "", address: str = "", known: Mapping[str, Any] | None = None,
    ) -> LiveRun | Turn:  # fmt: skip
        """Start a run for ``question``; ``inputs`` hold for a new conversation only, as they do upstream, and so does
        what is ``known`` of who asks. Where a person has the conversation it is told to them: it is a turn without a
        run then, and nothing of it goes to the app.

        ``files`` are ids of ``self.files``, not sent before: else ``FileGone``, or ``Refused`` for too many; ``parent``
        is the id of the turn that the question follows. Raises :class:`AskedAlready` for a ``number`` that was taken.
        """
        id = id_of(self.slug, user, number)
        if id and await self._ledger.message(self.slug, user, id):
            raise AskedAlready
        conversation = await self.conversations.own(user, conversation_id) if conversation_id else None
        made_by = conversation.made_by if conversation else ""
        rows = await self.files.for_question(user, files, await self.limits(user), made_by) if files else []
        inputs = await self._filled(user, inputs if conversation is None else {}, known)
        asked = Question(question, tuple(rows), parent, id=id)
        while True:
            if heard := await self.handover.hear(conversation, asked, address):
                return heard
            try:
                return await self._start(user, conversation, asked, address, inputs)
            except WithPerson:  # They came, or came back, in this moment.
                conversation = await self.conversations.own(user, conversation_id)

    async def call(
        self, user: str, inputs: Mapping[str, Any], address: str = "", known: Mapping[str, Any] | None = None
    ) -> Conversation:
        """A new conversation, whose person wishes for somebody: the app hears nothing of it until they have left.

        Raises :class:`Gone` where the app has nobody to call; else as :meth:`ask`.
        """
        return await self.handover.begin(user, await self._filled(user, inputs, known), address)

    async def _filled(self, user: str, inputs: Mapping[str, Any], known: Mapping[str, Any] | None) -> dict[str, Any]:
        """What a new conversation begins with."""
        if inputs:
            inputs = await self.files.for_form(user, await self._faces.fields(user), inputs)
        return self._claimed(inputs, known or {})

    def _claimed(self, inputs: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        """``inputs`` with those that what is ``known`` of a person fills; nobody else can."""
        free = {name: value for name, value in inputs.items() if name not in self._claims}
        return free | {name: known[claim] for name, claim in self._claims.items() if claim in known}

    async def ask_again(self, user: str, turn_id: str, parent: str | None = None, address: str = "") -> LiveRun:
        """Ask a failed or interrupted turn's question once more, with its files; the old turn leaves the thread."""
        message = await self._turn(user, turn_id)
        conversation = await self.conversations.own(user, message.conversation_id)
        asked = await self._again(user, message, message.question, parent)
        run = await self._started(user, conversation, asked, address)
        await self._ledger.hide(message)
        return run

    async def ask_anew(self, user: str, conversation_id: str, turn: Turn, question: str, address: str = "") -> LiveRun:
        """Ask a turn's question anew, in the same words or in others; the earlier answer stays beside the new one.

        ``turn`` is one that this user's thread has. The app itself remembers both.
        """
        conversation = await self.conversations.own(user, conversation_id)
        message = await self._ledger.message(self.slug, user, turn.id)
        asked = await self._again(user, message or turn, question, turn.parent)
        return await self._started(user, conversation, asked, address)

    async def _started(self, user: str, conversation: Conversation, asked: Question, address: str) -> LiveRun:
        """A run of a question that the app was asked before, which is nothing to tell a person."""
        try:
            return await self._start(user, conversation, asked, address)
        except WithPerson:
            raise Refused(Notice("person_has_it")) from None

    async def _again(self, user: str, turn: Message | Turn, question: str, parent: str | None) -> Question:
        """A question with the files of a turn. They stay where they are: other versions may have them too."""
        origin = (turn.files_of if isinstance(turn, Message) else None) or turn.id
        files = tuple(await self.files.of_question(user, origin))
        return Question(question, files, parent, origin if files else None)

    async def _turn(self, user: str, turn_id: str) -> Message:
        message = await self._ledger.message(self.slug, user, turn_id)
        if message is None or message.kind:
            raise Gone
        return message

    async def _start(
        self, user: str, conversation: Conversation | None, asked: Question, address: str,
        inputs: dict[str, Any] | None = None,
    ) -> LiveRun:  # fmt: skip
        if any(file.source == "kept" for file in asked.files):
            raise FileGone  # It was for a person, who is there no more.
        if self.runs.leaving:
            raise Refused(Notice("server_leaving", {}, "wait"))
        with self.runs.places.one(user), ExitStack() as held:
            held.callback(await self.allowance.run(user, address))
            await self.allowance.message(user, address)
            await self._newcomers.introduce(user)
            # What was said to a person who then did not hand it back, such as to one that never came.
            spoken = conversation is not None and conversation.spoken_at > 0
            context = (await self.handover.said(conversation.id)).text if conversation and spoken else ""
            conversation, message, run = await self._ledger.begin(
                self.slug, user, asked.text, conversation, inputs or {}, asked.parent, asked.files_of, asked.id, context
            )
            await self._place(user, conversation, message, asked)
            leave = held.pop_all().close
        client, upstream_id = self._client, conversation.upstream_id or ""
        inputs, query = {**conversation.inputs, **self._fixed}, with_context(message.context, asked.text)
        files, pacing = file_inputs(asked.files), Pacing()

        def stream() -> AbstractAsyncContextManager[AsyncIterator[StreamEvent]]:
            return client.chat.stream(
                query=query,
                user=run.upstream_user,
                inputs=inputs,
                conversation_id=upstream_id,
                files=files,
                trace_id=run.id,
                gather=pacing.gather,
                # The name that an app makes goes by its first question, with what only the app is to be told.
                auto_generate_name=not message.context,
            )

        sent = tuple(attachment(file) for file in asked.files)
        live = LiveRun(run, message, sent, client=client, source=stream, policy=self.policy, pacing=pacing, leave=leave)
        log.info("question taken", extra={"app": self.slug, "run": run.id, "message_id": message.id})
        begun = await self.runs.start(live)
        self.conversations.await_title(begun)
        await self.handover.give_way(begun)
        return begun

    async def _place(self, user: str, conversation: Conversation, message: Message, asked: Question) -> None:
        """The question's versions and files. It is recorded by now: it is asked also where this fails."""
        try:
            await self._lead_to(user, conversation, message)
            if not asked.files_of:
                ids, here = [file.id for file in asked.files], {"conversation_id": conversation.id}
                await self._ledger.files.attach(self.slug, user, ids, message_id=message.id, **here)
        except LedgerFailed:
            log.exception("message %s: its files or versions could not be recorded", message.id)

    async def _lead_to(self, user: str, conversation: Conversation, message: Message) -> None:
        """Another tab may have turned to other versions above a question meanwhile: it is shown where it was asked."""
        links = await self._ledger.links(self.slug, user, conversation.id)
        nodes = [Node(Turn(id, kind=kind), parent, hidden) for id, parent, hidden, kind in links]
        if wanted := leading_to(nodes, conversation.chosen, message.id):
            await self._ledger.choose(conversation, wanted)
