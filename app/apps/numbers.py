"""The numbers of an agent's apps: as much of them as the agent may see."""

from collections.abc import Mapping

from app.apps import portal
from app.apps.apps import Open
from app.chat import Chat, Gone
from app.export.table import line
from app.ledger.numbers import PRICE, Board, Period
from app.ledger.numbers import Numbers as Counted
from app.views import InboxChoice, NumbersBoard, NumbersRow

_SLOW = 0.95  # the share of answers of which the slowest is told
_COLUMNS = (
    "conversations", "answers", "users", "alone", "together", "escalated", "good", "bad", "first", "first_slow",
    "whole", "whole_slow", "tokens", "errors", "stopped", "uncited",
)  # fmt: skip


class Numbers:
    """One agent's. ``open`` are the apps as the agent sees them, of which there is one at least."""

    def __init__(self, open: Open) -> None:
        self._chats = {chat.slug: chat for chat in open.all()}
        self._kept = next(iter(self._chats.values())).inbox.numbers

    @property
    def apps(self) -> list[InboxChoice]:
        return portal.choices(self._chats)

    async def board(self, app: str, period: Period) -> NumbersBoard:
        """Of one app, or of all where none is named. Raises :class:`Gone` for one that is not the agent's."""
        chats, board = await self._read(app, period)
        total = board.of()
        currency = max(total.prices, key=lambda it: total.prices[it], default="")
        names = [(slug, portal.card(chat).name) for slug, chat in chats.items()] if len(chats) > 1 else []
        return NumbersBoard(
            _row("", "", total, currency),
            [_row(on.isoformat(), "", board.of(on=on), currency) for on in period.days],
            [_row(slug, name, board.of(slug), currency) for slug, name in names],
            any(chat.policy.sees("usage") for chat in chats.values()),
            any(_sees_prices(chat) for chat in chats.values()),
        )

    async def table(self, app: str, period: Period) -> str:
        """As CSV, a line for each app and day. Raises :class:`Gone`."""
        chats, board = await self._read(app, period)
        currencies = list(board.of().prices)
        lines = [line(["app", "name", "day", *_COLUMNS, *(f"price_{currency}" for currency in currencies)])]
        for slug, chat in chats.items():
            for on in period.days:
                row = _row("", "", board.of(slug, on), "")
                values = [getattr(row, column) for column in _COLUMNS]
                prices = [row.prices.get(currency, 0) for currency in currencies]
                lines.append(line([slug, portal.card(chat).name, on, *values, *prices]))
        return "".join(lines)

    async def _read(self, app: str, period: Period) -> tuple[Mapping[str, Chat], Board]:
        if app and app not in self._chats:
            raise Gone
        chats = {app: self._chats[app]} if app else self._chats
        board = await self._kept.of(chats, period)
        seen = {(slug, on): _seen(chats[slug], part) for (slug, on), part in board.parts.items()}
        return chats, Board(seen, board.users)


def _sees_prices(chat: Chat) -> bool:
    return chat.policy.sees("usage") and chat.policy.sees("prices")


def _seen(chat: Chat, part: Mapping[str, float]) -> Mapping[str, float]:
    """What is counted of an app, cut to what the agent may see of it."""
    usage, prices = chat.policy.sees("usage"), _sees_prices(chat)
    return {
        name: it for name, it in part.items() if (usage or name != "tokens") and (prices or not name.startswith(PRICE))
    }


def _row(key: str, name: str, of: Counted, currency: str) -> NumbersRow:
    prices = of.prices
    return NumbersRow(
        key=key, name=name, conversations=of["conversations"], answers=of.answers, users=of.users,
        alone=of["alone"], together=of["together"], escalated=of["escalated"], good=of["like"], bad=of["dislike"],
        first=_rounded(of.first(0.5)), first_slow=_rounded(of.first(_SLOW)), whole=_rounded(of.whole(0.5)),
        whole_slow=_rounded(of.whole(_SLOW)), tokens=of["tokens"], price=prices.get(currency, 0.0), prices=prices,
        errors=of.errors, stopped=of["stopped"], uncited=of["uncited"],
    )  # fmt: skip


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
