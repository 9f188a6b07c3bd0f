"""Who is signed in: each session by the hash of its token, until it expires, is idle for too long, or is revoked."""

import hashlib
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.sign_in import Session

TOKEN_BYTES = 32
COARSE = 300.0  # seconds by which ``seen_at`` may be behind: it is not written at each request
MOST = 100  # sessions of one person; of more, those that were not seen for longest end
AT_ONCE = 500  # ids that one query asks for


@dataclass(frozen=True)
class Lifetime:
    """Seconds that a session lasts, and for how many of them nobody may have been seen."""

    whole: float
    idle: float


class SignedIn:
    """Open it with the ledger. ``lifetime`` is the server's, and holds for sessions of before as well."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def add(
        self, user: str, lifetime: Lifetime, *, kind: str, name: str, groups: Collection[str], device: str, address: str
    ) -> str:
        """A new session's token, which is kept nowhere. Sessions whose time is over are cleared away."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), time.time()
        row = Session(
            id=str(uuid4()), token=_kept(token), user=user, kind=kind, name=name, groups=sorted(groups), device=device,
            address=address, created_at=now, seen_at=now, expires_at=now + lifetime.whole,
        )  # fmt: skip
        oldest = select(Session.id).where(Session.user == user).order_by(Session.seen_at.desc()).offset(MOST - 1)
        async with self._session.begin() as session:
            await session.execute(delete(Session).where(~_lasts(lifetime)))
            await session.execute(delete(Session).where(Session.id.in_(list(await session.scalars(oldest)))))
            session.add(row)
        return token

    async def of(self, token: str, lifetime: Lifetime) -> Session | None:
        """The session of that token, where it lasts. That its person is there is noted now and then."""
        async with self._session() as session:
            of_it = (Session.token == _kept(token), _lasts(lifetime))
            row = (await session.scalars(select(Session).where(*of_it))).first()
        if row is not None and row.seen_at < time.time() - min(COARSE, lifetime.idle / 4):
            await self._see(Session.id == row.id)
        return row

    async def lasting(self, ids: Collection[str], lifetime: Lifetime) -> set[str]:
        """Which of these sessions last; their pages are open, so their people are there."""
        found, late, old = set[str](), list[str](), time.time() - min(COARSE, lifetime.idle / 4)
        every = list(ids)
        async with self._session() as session:
            for first in range(0, len(every), AT_ONCE):
                asked = Session.id.in_(every[first : first + AT_ONCE])
                for id, seen_at in await session.execute(
                    select(Session.id, Session.seen_at).where(asked, _lasts(lifetime))
                ):
                    found.add(id)
                    late += [id] if seen_at < old else []
        for first in range(0, len(late), AT_ONCE):
            await self._see(Session.id.in_(late[first : first + AT_ONCE]))
        return found

    async def all(self, user: str, lifetime: Lifetime) -> list[Session]:
        """This person's sessions, the one that was seen last first."""
        query = select(Session).where(Session.user == user, _lasts(lifetime)).order_by(Session.seen_at.desc())
        async with self._session() as session:
            return list(await session.scalars(query))

    async def revoke(self, user: str, id: str) -> None:
        """End one session of this person's."""
        await self._end(Session.user == user, Session.id == id)

    async def revoke_all(self, user: str) -> None:
        await self._end(Session.user == user)

    async def _end(self, *which: ColumnElement[bool]) -> None:
        async with self._session.begin() as session:
            await session.execute(delete(Session).where(*which))

    async def _see(self, which: ColumnElement[bool]) -> None:
        async with self._session.begin() as session:
            await session.execute(update(Session).where(which).values(seen_at=time.time()))


def _lasts(lifetime: Lifetime) -> ColumnElement[bool]:
    now = time.time()
    least = (Session.expires_at > now, Session.created_at > now - lifetime.whole)
    return and_(*least, Session.seen_at > now - lifetime.idle)


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
