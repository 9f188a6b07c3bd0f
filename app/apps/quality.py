"""How good the answers of an agent's apps are, and what the agent has looked at of it."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from app.apps import portal
from app.apps.apps import Open
from app.chat import Gone
from app.dify.errors import DifyError
from app.ledger.numbers import Place, Turn
from app.remedies import told
from app.views import InboxChoice, Notice, QualityBoard, QualityCount, QualityPage, QualityTurn

DAY = 86_400
DOCUMENTS = 20  # that are named
PAGE = 10  # turns of a kind
KINDS = ("bad", "elsewhere", "failed", "uncited")  # what is read page by page


class Quality:
    """One agent's. ``open`` are the apps as the agent sees them, of which there is one at least."""

    def __init__(self, open: Open) -> None:
        self._chats = {chat.slug: chat for chat in open.all()}
        self._kept = next(iter(self._chats.values())).inbox.quality

    @property
    def apps(self) -> list[InboxChoice]:
        return portal.choices(self._chats)

    async def learn(self, app: str = "", *, anew: bool = False) -> tuple[Notice, str]:
        """Keep what the users of one app, or of all where none is named, have said elsewhere; why one of them could not
        be asked, if so, and its name where the agent has several. Raises :class:`Gone` as :meth:`board`."""

        async def of(slug: str) -> Notice:
            try:
                await self._chats[slug].feedbacks.learn(anew=anew)
            except DifyError as error:
                return told(error, app=slug)
            return Notice()

        apps = self._wanted(app)
        notices = zip(await asyncio.gather(*map(of, apps)), map(self._name, apps), strict=True)
        return next((failed for failed in notices if failed[0].key), (Notice(), ""))

    async def board(
        self, app: str, days: int, after: Mapping[str, Place], *, done: bool = False, code: str = ""
    ) -> QualityBoard:
        """Of one app, or of all where none is named; of the last ``days``, and of each kind the page behind ``after``.
        ``code`` is that of the errors that are wanted, if only those are. Raises :class:`Gone` for an app that is not
        the agent's.
        """
        apps = self._wanted(app)
        showing = [slug for slug in apps if self._chats[slug].policy.sees("sources")]
        kept, since = self._kept, time.time() - days * DAY
        citing = await kept.citing(showing, since)
        documents = (await kept.documents(showing, since))[:DOCUMENTS]
        bad, elsewhere, failed, uncited = (after.get(kind) for kind in KINDS)
        return QualityBoard(
            bad=self._page(await kept.bad(apps, since, PAGE + 1, bad, done=done), bad),
            elsewhere=self._page(await self._elsewhere(apps, since, elsewhere, done=done), elsewhere),
            documents=[self._count(*document) for document in documents],
            errors=[self._count(*error) for error in await kept.errors(apps, since)],
            failed=self._page(await kept.failed(apps, since, PAGE + 1, failed, code=code), failed),
            uncited=self._page(await kept.uncited(citing, since, PAGE + 1, uncited), uncited),
            cites=bool(citing),
        )

    async def set_done(self, app: str, conversation_id: str, id: str, *, done: bool) -> bool:
        """False where there is no such rating in the agent's apps. It has no conversation where that is not here."""
        if conversation_id:
            return await self._kept.set_done(self._chats, app, conversation_id, id, done=done)
        if not self.is_elsewhere(app, id):
            return False
        await self._kept.set_done_elsewhere(app, id, done=done)
        return True

    def is_elsewhere(self, app: str, id: str) -> bool:
        """Whether a rating is of a conversation that is not here."""
        return app in self._chats and self._chats[app].feedbacks.found(id) is not None

    async def whose(self, app: str, id: str) -> str:
        """The user id of who gave a rating in a conversation that is not here; empty where the app has none. Raises
        :class:`Gone`, ``DifyError``."""
        if app not in self._chats or (found := self._chats[app].feedbacks.found(id)) is None:
            raise Gone
        return await self._chats[app].feedbacks.whose(found)

    def _wanted(self, app: str) -> list[str]:
        if app and app not in self._chats:
            raise Gone
        return [app] if app else list(self._chats)

    async def _elsewhere(self, apps: Sequence[str], since: float, after: Place | None, *, done: bool) -> list[Turn]:
        """As the ledger tells of others."""
        found = list[Turn]()
        for app in apps:
            known = [one for one in self._chats[app].feedbacks.elsewhere if one.at >= since]
            dealt = await self._kept.done_elsewhere(app) if known else set()
            found += [
                Turn(app, "", one.id, "", "", "", one.at, one.reason, done)
                for one in known
                if (one.id in dealt) == done and (after is None or (one.at, one.id, app) < after)
            ]
        return sorted(found, key=lambda turn: (turn.at, turn.id, turn.app), reverse=True)[: PAGE + 1]

    def _page(self, turns: Sequence[Turn], after: Place | None) -> QualityPage:
        return QualityPage([self._turn(turn) for turn in turns[:PAGE]], len(turns) > PAGE, after is not None)

    def _name(self, app: str) -> str:
        return portal.card(self._chats[app]).name if len(self._chats) > 1 else ""

    def _turn(self, turn: Turn) -> QualityTurn:
        return QualityTurn(
            key=f"{turn.app} {turn.conversation_id} {turn.id}", app=turn.app, app_name=self._name(turn.app),
            id=turn.conversation_id, rated=turn.id, question=turn.question or turn.name, answer=turn.answer,
            reason=turn.reason, at=turn.at, done=turn.done,
        )  # fmt: skip

    def _count(self, app: str, name: str, count: int) -> QualityCount:
        return QualityCount(f"{app} {name}", self._name(app), name, count)
