"""How good the answers of an agent's apps are, and what the agent has looked at of it."""

import asyncio
import time

from app.apps import portal
from app.apps.apps import Open
from app.chat import Gone
from app.dify.errors import DifyError
from app.ledger.numbers import Turn
from app.remedies import told
from app.views import InboxChoice, Notice, QualityBoard, QualityCount, QualityTurn

DAY = 86_400
DOCUMENTS = 20  # that are named


class Quality:
    """One agent's. ``open`` are the apps as the agent sees them, of which there is one at least."""

    def __init__(self, open: Open) -> None:
        self._chats = {chat.slug: chat for chat in open.all()}
        self._kept = next(iter(self._chats.values())).inbox.quality

    @property
    def apps(self) -> list[InboxChoice]:
        return [InboxChoice(slug, portal.card(chat).name) for slug, chat in self._chats.items()]

    async def learn(self) -> Notice:
        """Keep what the apps' users have said elsewhere; why one of the apps could not be asked, if so."""

        async def of(slug: str) -> Notice:
            try:
                await self._chats[slug].feedbacks.learn()
            except DifyError as error:
                return told(error, app=slug)
            return Notice()

        notices = await asyncio.gather(*map(of, self._chats))
        return next((notice for notice in notices if notice.key), Notice())

    async def board(self, app: str, days: int, most: int, *, done: bool = False, code: str = "") -> QualityBoard:
        """Of one app, or of all where none is named; of the last ``days``, and ``most`` turns of a kind. ``code`` is
        that of the errors that are wanted, if only those are. Raises :class:`Gone` for an app that is not the agent's.
        """
        if app and app not in self._chats:
            raise Gone
        apps = [app] if app else list(self._chats)
        showing = [slug for slug in apps if self._chats[slug].policy.sees("sources")]
        kept, since = self._kept, time.time() - days * DAY
        citing = await kept.citing(showing, since)
        documents = (await kept.documents(showing, since))[:DOCUMENTS]
        return QualityBoard(
            bad=[self._turn(turn) for turn in await kept.bad(apps, since, most, done=done)],
            documents=[self._count(*document) for document in documents],
            errors=[self._count(*error) for error in await kept.errors(apps, since)],
            failed=[self._turn(turn) for turn in await kept.failed(apps, since, most, code)],
            uncited=[self._turn(turn) for turn in await kept.uncited(citing, since, most)],
            elsewhere=sum(self._chats[slug].feedbacks.elsewhere for slug in apps),
            cites=bool(citing),
        )

    async def set_done(self, app: str, conversation_id: str, id: str, *, done: bool) -> bool:
        """False where there is no such rating in the agent's apps."""
        return await self._kept.set_done(self._chats, app, conversation_id, id, done=done)

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
