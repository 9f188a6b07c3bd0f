"""Whose a conversation is, as far as the ledger knows."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.lines import Line, columns, with_labels
from app.ledger.rows import Conversation
from app.ledger.sign_in import Account, Session

EARLIER = 20


@dataclass(frozen=True)
class Customer:
    """``count`` conversations since ``since``, the newest of which ``lines`` are. The ``name`` may be empty."""

    name: str = ""
    since: float = 0.0
    count: int = 0
    lines: tuple[Line, ...] = ()


class Customers:
    _session: async_sessionmaker[AsyncSession]

    async def customer(self, apps: Collection[str], agent: str, user: str) -> Customer:
        """What there is of somebody in those apps."""
        theirs = (Conversation.app.in_(apps), Conversation.user == user, Conversation.deleted_at.is_(None))
        whole = select(func.count(), func.min(Conversation.created_at)).where(*theirs)
        newest = (Conversation.updated_at.desc(), Conversation.id)
        async with self._session() as session:
            count, since = (await session.execute(whole)).one()
            rows = (await session.execute(columns(agent).where(*theirs).order_by(*newest).limit(EARLIER))).all()
            lines = await with_labels(session, rows)
            called = next((line.called for line in lines if line.called), "")
            name = await _signed_in_as(session, user) or called
        return Customer(name, since or 0.0, count, tuple(lines))


async def _signed_in_as(session: AsyncSession, user: str) -> str:
    """The name that an account has, or that was told at the last sign-in that is known."""
    account = select(Account.name).where(Account.user == user)
    last = select(Session.name).where(Session.user == user, Session.name != "").order_by(Session.seen_at.desc())
    return await session.scalar(account) or await session.scalar(last.limit(1)) or ""
