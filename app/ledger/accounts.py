"""Accounts with a password, and the wrong guesses at them."""

import hashlib
import secrets
import time
from collections.abc import Collection

from sqlalchemy import Delete, Update, case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.sign_in import Account, Guess
from app.ledger.writing import written

FORGET = 3600.0  # seconds after which guesses are forgotten


class TooManyGuesses(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(f"the next guess is heard in {seconds:.0f} s")
        self.seconds = seconds


class Accounts:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def add(self, name: str, password: str, groups: Collection[str]) -> bool:
        """Make an account; ``password`` is a hash. False where there is one of that name."""
        async with self._session.begin() as session:
            if await session.get(Account, name) is not None:
                return False
            user = f"local:{name}:{secrets.token_hex(4)}"
            session.add(Account(name=name, user=user, password=password, groups=sorted(groups), created_at=time.time()))
        return True

    async def get(self, name: str) -> Account | None:
        async with self._session() as session:
            return await session.get(Account, name)

    async def all(self) -> list[Account]:
        async with self._session() as session:
            return list(await session.scalars(select(Account).order_by(Account.name)))

    async def set_password(self, name: str, password: str) -> str:
        """Whose account it is, by their id; empty where there is no such account. So with what follows."""
        return await self._of(update(Account).where(Account.name == name).values(password=password))

    async def set_groups(self, name: str, groups: Collection[str]) -> str:
        return await self._of(update(Account).where(Account.name == name).values(groups=sorted(groups)))

    async def remove(self, name: str) -> str:
        return await self._of(delete(Account).where(Account.name == name))

    async def _of(self, change: Delete | Update) -> str:
        async with self._session.begin() as session:
            return (await session.scalars(change.returning(Account.user))).first() or ""

    async def guess(self, place: str, free: int, longest: float) -> float:
        """Count a guess at ``place``, which is heard: the time until which the next one waits.

        After ``free`` of them each wait is twice as long as the one before, up to ``longest``. What has to wait is not
        counted, and raises :class:`TooManyGuesses`.
        """
        now, at = time.time(), _kept(place)

        async def write(session: AsyncSession) -> float:
            await session.execute(delete(Guess).where(Guess.forget_at <= now))
            row = await session.get(Guess, at, with_for_update=True)
            if row is None:
                row = Guess(at=at, count=0, wait_until=0.0, forget_at=0.0)
                session.add(row)
            if row.wait_until > now:
                raise TooManyGuesses(min(row.wait_until - now, longest))  # The clock may have been set back since.
            row.count += 1
            wait = min(2.0 ** min(row.count - free, 30), longest) if row.count >= free else 0.0
            row.wait_until, row.forget_at = now + wait, now + FORGET
            return row.wait_until

        return await written(self._session, write)

    async def guessed_right(self, name: str, place: str, until: float) -> None:
        """The guess was right: there was none at ``name``, and not this one from ``place``, where others may sit.

        It had the next one there wait ``until`` then; what another one did since stands.
        """
        less = {"count": Guess.count - 1, "wait_until": case((Guess.wait_until == until, 0.0), else_=Guess.wait_until)}
        async with self._session.begin() as session:
            await session.execute(delete(Guess).where(Guess.at == _kept(name)))
            await session.execute(update(Guess).where(Guess.at == _kept(place)).values(less))


def _kept(place: str) -> str:
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()
