"""One app's chat, for any user: every call is made here, under the user that the server decided."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any

from app.chat.arrival import Arrival
from app.chat.branches import Node, leading_to
from app.chat.context import with_context
from app.chat.conversations import Conversations
from app.chat.corrections import Corrections
from app.chat.details import Details
from app.chat.erasing import Erasing
from app.chat.face import greeting, proposed
from app.chat.faces import Faces
from app.chat.feedbacks import Feedbacks
from app.chat.forgetting import Forgetting
from app.chat.gone import Gone
from app.chat.handover import Handover
from app.chat.history import merge
from app.chat.inbox import Inbox
from app.chat.newcomers import Newcomers
from app.chat.orphans import Orphans
from app.chat.page import Page
from app.chat.privately import Privately
from app.chat.probe import probe
from app.chat.question import Question, id_of
from app.chat.retention import Retaining
from app.chat.search import Search
from app.chat.sharing import Sharing
from app.chat.speech import Speech
from app.chat.standing import Standing
from app.chat.stops import Stops
from app.chat.taking import Taking
from app.chat.turn_files import with_files
from app.chat.variables import Variables
from app.chat.waiting import Waiting
from app.dify import Client, models
from app.dify.errors import DifyError, InvalidRequest, NotFound
from app.dify.events import StreamEvent
from app.dify.paging import older_messages
from app.ledger import AskedAlready, Conversation, Ledger, LedgerFailed, Message, WithPerson
from app.limits import Allowance, MemoryCounts
from app.news import Rated
from app.policy import Policy, Role, Rules
from app.relay import Lock, local_locks
from app.runs.attachments import attachment
from app.runs.pacing import Pacing
from app.runs.registry import KnownRun, LiveRun, Runs
from app.uploads import FileGone, Refused, Uploads, file_inputs
from app.views import AppFace, Branding, Field, Limits, Notice, Support, Turn

PAGE = 20

log = logging.getLogger(__name__)


class Chat:
    """``slug`` keys this app's rows in the ledger; ``role`` is that of whoever looks at it, and others see it by
    :meth:`seen_by`; with ``for_all`` it is everybody's.

    ``lock`` is one of all the server's processes; without it this one is alone. ``branding`` and ``fixed``, values of
    the app's inputs, are the operator's: no form asks for those, and no page is told them but by the app's opening.
    No form asks for those in ``claims`` either, which what is known of a person fills.
    ``allowance`` is how much may be asked and sent; without it there is no bound. What asks takes ``address``, which
    is counted with those who ask from there.
    ``rules`` say who sees what, where that is not as usual; ``support`` how people step in.
    """

    def __init__(
        self, slug: str, client: Client, ledger: Ledger, runs: Runs, role: Role = Role.VISITOR,
        lock: Lock | None = None, branding: Branding | None = None, fixed: Mapping[str, Any] | None = None,
        claims: Mapping[str, str] | None = None, for_all: bool = False, allowance: Allowance | None = None,
        rules: Rules | None = None, support: Support | None = None,
    ) -> None:  # fmt: skip
        lock = lock or local_locks()
        self.allowance = allowance or Allowance(slug, MemoryCounts())
        self.slug = slug
        self.runs = runs
        self.news = runs.news
        self._newcomers = Newcomers(slug, client, lock)
        self._fixed = fixed or {}
        self._claims = claims or {}
        self._rules = rules or Rules()
        self.branding = branding or Branding()
        self._for_all = for_all
        self._client = client
        self._ledger = ledger
        support = support or Support()
        self._faces = Faces(
            client, role, self._newcomers, self.branding, self._fixed, self._rules, self._claims, calls=support.button
        )
        self.icons = self._faces.icons
        introduce = self._newcomers.introduce
        self.conversations = Conversations(slug, client, ledger, runs, self._newcomers.alone)
        leaving = self.conversations.leaving
        self.files = Uploads(slug, client, ledger, self.limits_at, partial(runs.on_its_way, slug))
        self.waiting = Waiting(client, ledger, runs, self.files, lock, self.allowance)
        self.orphans = Orphans(client, runs)
        variables = Variables(slug, client, ledger, lambda: self.policy)
        self.handover = Handover(slug, ledger, runs, self.files, self.allowance, variables, support)
        self.corrections = Corrections(slug, client, ledger, lock)
        self.stops = Stops(slug, client, ledger)
        self.speech = Speech(slug, client, ledger, runs, introduce)
        self.inbox = Inbox(slug, ledger, runs.news)
        self.feedbacks = Feedbacks(slug, client, ledger, self.inbox, runs.news)
        self.search = Search(slug, client, ledger, introduce, lambda: self.policy, leaving.gone, self.inbox)
        self._see()
        self.erasing = Erasing(slug, client, ledger, runs, self.taking, self.search, leaving)
        self.forgetting = Forgetting(client, ledger, runs.news, self.erasing, self.search)
        self.retaining = Retaining(slug, ledger, runs.news, leaving)
        self.details = Details(slug, client, ledger, self._faces.fields)
        self.privately = Privately(
            slug, client, self._newcomers, runs, self.allowance, self.details, self.erasing, self._fixed
        )
        self._seen = {role: self}

    def seen_by(self, role: Role) -> "Chat":
        """The same chat, of whose content a person of that ``role`` sees their part."""
        if self._for_all:
            return self
        if role not in self._seen:
            self._seen[role] = other = copy(self)
            other._faces = self._faces.seen_by(role)
            other._see()
        return self._seen[role]

    def _see(self) -> None:
        """Make what goes by the policy."""
        self.taking = Taking(
            self.slug, self._client, self._ledger, lambda: self.policy, self, self._newcomers.introduce
        )
        self.sharing = Sharing(self.slug, self._ledger, self.taking, self._rules)
        self.arrival = Arrival(self, self._ledger)
        self.variables = Variables(self.slug, self._client, self._ledger, lambda: self.policy)

    async def leave(self) -> None:
        """Cancel this app's own tasks; answers that are being written go on, and what waits for their end."""
        await self.search.close()
        await self.privately.close()
        await self.conversations.leaving.close()

    async def close(self) -> None:
        """Cancel every task, all runs' among them, and wait until none reads or writes the ledger any more."""
        await self.leave()
        await self.conversations.close()
        await self.runs.close()

    @property
    def policy(self) -> Policy:
        return self._faces.policy

    async def probe(self) -> None:
        """Ask the app whether it is there. Raises :class:`DifyError` where it is not, or does not take the key."""
        await probe(self._client)

    async def face(self, user: str, known: Mapping[str, Any] | None = None) -> AppFace:
        """How the app presents itself to somebody of whom that much is ``known``.

        Raises :class:`DifyError` when ``/parameters`` cannot be had.
        """
        face, told = await self._faces.face(user), self._claimed({}, known or {})
        return greeting(face, told) if told else face

    async def limits(self, user: str) -> Limits:
        """Which files the app takes, as old as its face. Raises :class:`DifyError` where that was never known."""
        return await self._faces.limits(user)

    async def limits_at(self, user: str, place: str) -> Limits:
        """Which files may be given at a place: with a question (empty), in a control of the app's form (its variable),
        in one of a form in mid-answer (``<turn>/<form>/<variable>``). Raises :class:`DifyError`."""
        fields: Sequence[Field] = []
        match place.split("/"):
            case [""]:
                return await self.limits(user)
            case [_]:
                fields = await self._faces.fields(user)
            case [turn_id, form_id, _]:
                await self.runs.recorded(self.slug, user, turn_id)
                turn = await self._ledger.message(self.slug, user, turn_id)
                fields = self.waiting.fields(turn, form_id) if turn else []
        variable = place.split("/")[-1]
        return next((field.limits for field in fields if field.variable == variable), Limits())

    async def open(self, user: str, conversation_id: str, before: Page | None = None, limit: int = PAGE) -> Page:
        """The thread's newest ``limit`` turns; with ``before``, as many older ones more.

        Where the upstream cannot be asked the ledger's turns are shown, and ``error`` says why. Raises
        :class:`Gone` for an id that is not this user's.
        """
        conversation = await self.conversations.found(user, conversation_id)
        return await self._page(user, conversation, await self.read_on(user, conversation, before, limit))

    async def read_on(
        self, user: str, conversation: Conversation, before: Page | None, limit: int, *, learn: bool = True
    ) -> Page:
        """What :meth:`open` reads, before its turns are put together; it is found by the search where it is learned."""
        read = before.read if before else ()
        has_older, error = False, None
        if conversation.upstream_id:
            try:
                asked = conversation.upstream_user
                async with self._newcomers.alone(asked):
                    page = await older_messages(self._client, asked, conversation.upstream_id, read, limit)
                new = {item.id for item in page.data} - {item.id for item in read}
                allowed = [self.policy.allow(item) for item in page.data]
                read = (*allowed, *read)
                if learn:
                    await self.search.learn(conversation, allowed)
                has_older = page.has_more and bool(new)
            except NotFound:
                if before is None and not await self._ledger.messages(self.slug, user, conversation.id):
                    raise Gone from None
            except DifyError as failure:
                error, has_older = failure, before is not None and before.has_older
        return replace(before or Page(), has_older=has_older, read=read, error=error)

    async def reread(self, user: str, conversation_id: str, page: Page) -> Page:
        """The thread as the ledger has it now, over what was read from the upstream before. Raises :class:`Gone`."""
        return await self._page(user, await self._own(user, conversation_id), page)

    async def renewed(self, user: str, conversation_id: str, page: Page) -> Page:
        """As :meth:`reread`, with the ratings that were given since. Raises :class:`Gone`."""
        conversation = await self._own(user, conversation_id)
        rated = await self.inbox.ratings(conversation, page.read)
        return await self._page(user, conversation, replace(page, rated=rated))

    async def end_of(self, user: str, conversation_id: str) -> str | None:
        """The id of the app's last turn of the thread as it is shown, None without one. Raises :class:`Gone`."""
        page = await self.open(user, conversation_id)
        last = page.running or next((turn for turn in reversed(page.turns) if not turn.kind), None)
        return last.id if last else None

    async def _page(self, user: str, conversation: Conversation, page: Page) -> Page:
        rows = await self._ledger.messages(self.slug, user, conversation.id)
        rated, chosen, room = page.rated, conversation.chosen, self.runs.bounds.room
        turns = merge(page.read, rows, whole=not page.has_older, policy=self.policy, chosen=chosen, room=room)
        place = self.slug, user, conversation.id
        turns = await with_files(self.files, self._ledger, *place, turns, page.read, rows, room)
        running = next((turn for turn in turns if turn.status == "running"), None)
        shown = [replace(turn, rating=rated.get(turn.id, turn.rating)) for turn in turns if turn.status != "running"]
        standing = Standing.of(conversation)
        return replace(page, name=conversation.name, turns=shown, running=running, standing=standing)

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
        conversation = await self._own(user, conversation_id) if conversation_id else None
        made_by = conversation.made_by if conversation else ""
        rows = await self.files.for_question(user, files, await self.limits(user), made_by) if files else []
        if conversation is None and inputs:
            inputs = await self.files.for_form(user, await self._faces.fields(user), inputs)
        inputs = self._claimed(inputs, known or {})
        asked = Question(question, tuple(rows), parent, id=id)
        while True:
            if heard := await self.handover.hear(conversation, asked, address):
                return heard
            try:
                return await self._start(user, conversation, asked, address, inputs)
            except WithPerson:  # They came, or came back, in this moment.
                conversation = await self._own(user, conversation_id)

    def _claimed(self, inputs: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        """``inputs`` with those that what is ``known`` of a person fills; nobody else can."""
        free = {name: value for name, value in inputs.items() if name not in self._claims}
        return free | {name: known[claim] for name, claim in self._claims.items() if claim in known}

    async def ask_again(self, user: str, turn_id: str, parent: str | None = None, address: str = "") -> LiveRun:
        """Ask a failed or interrupted turn's question once more, with its files; the old turn leaves the thread."""
        message = await self._turn(user, turn_id)
        conversation = await self._own(user, message.conversation_id)
        asked = await self._again(user, message, message.question, parent)
        run = await self._started(user, conversation, asked, address)
        await self._ledger.hide(message)
        return run

    async def ask_anew(self, user: str, conversation_id: str, turn: Turn, question: str, address: str = "") -> LiveRun:
        """Ask a turn's question anew, in the same words or in others; the earlier answer stays beside the new one.

        ``turn`` is one that this user's thread has. The app itself remembers both.
        """
        conversation = await self._own(user, conversation_id)
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

    async def choose(self, user: str, conversation_id: str, parent: str, turn_id: str) -> None:
        """Show that one of the turns that follow ``parent``, from now on."""
        await self._ledger.choose(await self._own(user, conversation_id), {parent: turn_id})

    async def rate(
        self, user: str, conversation_id: str, turn_id: str, rating: models.Rating | None, reason: str = ""
    ) -> None:
        """Rate a turn of a conversation of this user's, with None take the rating back. Raises :class:`Gone` and
        :class:`DifyError`."""
        message = await self._ledger.message(self.slug, user, turn_id)
        upstream_id = message.upstream_id if message else turn_id
        if not upstream_id or (message is None and await self._ledger.is_anybodys(self.slug, turn_id)):
            raise Gone
        asked = (message or await self._own(user, conversation_id)).upstream_user
        try:
            await self._client.messages.rate(upstream_id, rating, user=asked, content=reason)
        except InvalidRequest:
            if rating is not None:
                raise  # There was no rating to take back: all is as it was wished.
        await self.news.publish(self.slug, user, Rated(turn_id, rating or ""))
        place = message.conversation_id if message else conversation_id
        await self.inbox.rated(user, place, upstream_id, rating or "", reason)

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
            conversation, message, run = await self._ledger.begin(
                self.slug, user, asked.text, conversation, inputs or {}, asked.parent, asked.files_of, asked.id
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

    async def answer_form(
        self, user: str, turn_id: str, form_id: str, action: str, values: dict[str, Any], address: str = ""
    ) -> tuple[KnownRun | None, dict[str, Notice]]:
        """Answer the form of a paused turn: the run that goes on, or what is wrong with the fields.

        Raises :class:`Gone`, :class:`DifyError`. Answered or expired meanwhile, the flow has gone on without it.
        """
        await self.runs.recorded(self.slug, user, turn_id)
        turn = await self._turn(user, turn_id)
        return await self.waiting.answer(turn, form_id, action, values, self.policy, address)

    async def look_after(self, user: str, turn_id: str, address: str = "") -> KnownRun | None:
        """See whether a paused turn's flow has gone on without this page: the run that reads what followed."""
        return await self.waiting.look_after(await self._turn(user, turn_id), self.policy, address)

    async def _turn(self, user: str, turn_id: str) -> Message:
        message = await self._ledger.message(self.slug, user, turn_id)
        if message is None or message.kind:
            raise Gone
        return message

    async def suggestions(self, user: str, run: KnownRun) -> list[str]:
        """What could be asked next. Raises :class:`DifyError`."""
        if not run.draft.message_id:
            return []
        return proposed(await self._client.messages.suggested(run.draft.message_id, user=run.row.upstream_user))

    async def _own(self, user: str, conversation_id: str) -> Conversation:
        return await self.conversations.own(user, conversation_id)
