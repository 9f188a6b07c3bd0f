"""What all users of an app have said of its answers, also those who asked elsewhere than here."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.chat.inbox import Inbox
from app.dify import Client, models
from app.dify.errors import NotFound, NotTheApi
from app.ledger import Ledger
from app.ledger.inbox.learning import REASON
from app.ledger.numbers import BAD
from app.news import CONSOLE, Moved, News

PAGE, PAGES = 100, 10  # ratings of a page, and pages that are read at most
FRESH = 60.0  # seconds in which an app is not asked once more


@dataclass(frozen=True)
class Elsewhere:
    """A bad rating of an answer in a conversation that is not in the ledger. ``id`` is the answer's, and ``by`` whoever
    gave it, both as the app names them."""

    id: str
    by: str
    reason: str
    at: float


class Feedbacks:
    """One app's. ``elsewhere`` are the bad ratings of conversations that are not in the ledger: its users' words stay
    in this process's memory."""

    def __init__(self, app: str, client: Client, ledger: Ledger, inbox: Inbox, news: News) -> None:
        self._app, self._client, self._ledger, self._inbox, self._news = app, client, ledger, inbox, news
        self._asked = float("-inf")
        self.elsewhere: Sequence[Elsewhere] = ()

    async def learn(self, *, anew: bool = False) -> None:
        """Keep what the app has, the newest first, unless it was asked just now and not ``anew``. Of a server that is
        too old to tell it is nothing. Raises :class:`~app.dify.errors.DifyError` and ``LedgerFailed``."""
        if not anew and time.monotonic() - self._asked < FRESH:
            return
        self._asked, elsewhere = time.monotonic(), dict[str, Elsewhere]()
        try:
            for number in range(1, PAGES + 1):
                found = (await self._client.app.feedbacks(page=number, limit=PAGE)).data
                there = await self._take(item for item in found if item.from_source != "admin")
                elsewhere |= {item.id: item for item in there}
                if len(found) < PAGE:
                    break
        except (NotFound, NotTheApi):
            return
        self.elsewhere = tuple(elsewhere.values())

    def found(self, id: str) -> Elsewhere | None:
        return next((one for one in self.elsewhere if one.id == id), None)

    async def whose(self, one: Elsewhere) -> str:
        """The user id of who has given it; empty where the app does not say. Raises ``DifyError``."""
        try:
            who = await self._client.end_users.get(one.by)
        except (NotFound, NotTheApi):
            return ""
        return who.external_user_id or who.session_id

    async def _take(self, found: Iterable[models.AppFeedback]) -> list[Elsewhere]:
        """The bad ones among them that are of no conversation that is here."""
        by_place = defaultdict[str, list[models.AppFeedback]](list)
        for item in found:
            if item.rating and item.message_id:
                by_place[item.conversation_id].append(item)
        places = await self._ledger.quality.places(self._app, by_place)
        for id, conversation in places.items():
            items = by_place.pop(id)
            ratings = {item.message_id: item.rating for item in items}
            reasons = {item.message_id: item.content for item in items}
            times = {item.message_id: _moment(item.created_at) for item in items}
            if await self._inbox.kept.rated(conversation, ratings, reasons, times):
                await self._ledger.quality.move_done(conversation, ratings)
                await self._news.publish(*CONSOLE, Moved(self._app, conversation.id))
        return [_elsewhere(item) for items in by_place.values() for item in items if item.rating == BAD]


def _elsewhere(item: models.AppFeedback) -> Elsewhere:
    return Elsewhere(item.message_id, item.from_end_user_id, item.content[:REASON], _moment(item.created_at))


def _moment(text: str) -> float:
    """Of an ISO time, in seconds of the epoch: servers mean UTC where they name no zone. Now where it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return time.time()
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
