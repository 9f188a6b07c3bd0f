"""One app's chat, for any user: every call is made here, under the user that the server decided."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any

from app.chat.arrival import Arrival
from app.chat.asking import Asking
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
from app.chat.inbox import Inbox
from app.chat.newcomers import Newcomers
from app.chat.orphans import Orphans
from app.chat.privately import Privately
from app.chat.probe import probe
from app.chat.retention import Retaining
from app.chat.search import Search
from app.chat.sharing import Sharing
from app.chat.speech import Speech
from app.chat.stops import Stops
from app.chat.taking import Taking
from app.chat.thread import Thread
from app.chat.variables import Variables
from app.chat.waiting import Waiting
from app.dify import Client, models
from app.dify.errors import InvalidRequest
from app.ledger import Ledger
from app.limits import Allowance, MemoryCounts
from app.news import Rated
from app.policy import Policy, Role, Rules
from app.relay import Lock, local_locks
from app.runs.registry import KnownRun, Runs
from app.uploads import Uploads
from app.views import AppFace, Branding, Field, Limits, Notice, Support


class Chat(Asking, Thread):
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
            client, role, self._newcomers, self.branding, self._fixed, self._rules, self._claims, support=support
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
            slug,
            client,
            self._newcomers,
            runs,
            self.allowance,
            self.details,
            self.erasing,
            ledger,
            self.files,
            self._fixed,
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

    async def rate(
        self, user: str, conversation_id: str, turn_id: str, rating: models.Rating | None, reason: str = ""
    ) -> None:
        """Rate a turn of a conversation of this user's, with None take the rating back. Raises :class:`Gone` and
        :class:`DifyError`."""
        message = await self._ledger.message(self.slug, user, turn_id)
        upstream_id = message.upstream_id if message else turn_id
        if not upstream_id or (message is None and await self._ledger.is_anybodys(self.slug, turn_id)):
            raise Gone
        asked = (message or await self.conversations.own(user, conversation_id)).upstream_user
        try:
            await self._client.messages.rate(upstream_id, rating, user=asked, content=reason)
        except InvalidRequest:
            if rating is not None:
                raise  # There was no rating to take back: all is as it was wished.
        await self.news.publish(self.slug, user, Rated(turn_id, rating or ""))
        place = message.conversation_id if message else conversation_id
        await self.inbox.rated(user, place, upstream_id, rating or "", reason)

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

    async def suggestions(self, user: str, run: KnownRun) -> list[str]:
        """What could be asked next. Raises :class:`DifyError`."""
        if not run.draft.message_id:
            return []
        return proposed(await self._client.messages.suggested(run.draft.message_id, user=run.row.upstream_user))
