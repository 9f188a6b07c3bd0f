"""What agents are told of the answers of a conversation: which were corrected, and by what they failed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.corrections import Correction
from app.ledger.inbox.rows import Agent
from app.ledger.rows import Run


@dataclass(frozen=True)
class Corrected:
    """Who did so last, by their id and their name, which may be empty."""

    turn_id: str
    agent: str
    name: str
    at: float


class Answers:
    _session: async_sessionmaker[AsyncSession]

    async def corrected(self, open: Collection[str], app: str, id: str, turn_ids: Collection[str]) -> list[Corrected]:
        """Those of these turns of a conversation."""
        name = func.coalesce(select(Agent.name).where(Agent.agent == Correction.agent).scalar_subquery(), "")
        query = select(Correction.turn_id, Correction.agent, name, Correction.at).where(
            Correction.app == app, Correction.app.in_(list(open)), Correction.turn_id.in_(turn_ids),
            Correction.conversation_id == id,
        )  # fmt: skip
        async with self._session() as session:
            return [Corrected(*row) for row in await session.execute(query)]

    async def codes(self, open: Collection[str], app: str, user: str, id: str) -> dict[str, str]:
        """The app's code of what a turn of a conversation failed by last, or the kind of it, by the turn's id."""
        query = select(Run.message_id, Run.error).where(
            Run.app == app, Run.app.in_(list(open)), Run.user == user, Run.conversation_id == id, Run.error != ""
        )
        async with self._session() as session:
            return {turn_id: code for turn_id, code in await session.execute(query.order_by(Run.started_at))}
