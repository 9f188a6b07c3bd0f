"""Links by which others may read a conversation: whose each is, what it shows, until when it works."""

import hashlib
import secrets
import time
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.rows import Share

TOKEN_BYTES = 16


class Shares:
    """Every query but :meth:`opened` stands under a user: a link is for whoever has it."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def add(
        self, app: str, user: str, *, conversation_id: str, title: str, thread: dict[str, Any], seconds: float | None
    ) -> str:
        """A new link's token, which is kept nowhere. Without ``seconds`` it works until it is taken back.

        Links whose time is over are cleared away, whosever they were.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), time.time()
        row = Share(
            id=str(uuid4()), app=app, user=user, token=_kept(token), conversation_id=conversation_id, title=title,
            thread=thread, created_at=now, expires_at=None if seconds is None else now + seconds, opened=0,
        )  # fmt: skip
        async with self._session.begin() as session:
            await session.execute(delete(Share).where(Share.expires_at <= now))
            session.add(row)
        return token

    async def all(self, app: str, user: str) -> list[Share]:
        """This user's links that work, newest first."""
        query = (
            select(Share)
            .where(Share.app == app, Share.user == user, _works())
            .order_by(Share.created_at.desc(), Share.id)
        )
        async with self._session() as session:
            return list(await session.scalars(query))

    async def count(self, app: str, user: str) -> int:
        query = select(func.count()).select_from(Share).where(Share.app == app, Share.user == user, _works())
        async with self._session() as session:
            return (await session.scalars(query)).one()

    async def revoke(self, app: str, user: str, id: str) -> bool:
        """Take a link back, with what it shows. False where there is none."""
        own = (Share.app == app, Share.user == user, Share.id == id)
        async with self._session.begin() as session:
            return (await session.scalars(delete(Share).where(*own).returning(Share.id))).first() is not None

    async def opened(self, app: str, token: str, *, count: bool) -> Share | None:
        """What the link of that token shows; ``count`` that it was opened. None where it works no more, or never did.

        The work is the same for each, so that time tells nobody whether there was such a link.
        """
        of_it = (Share.app == app, Share.token == _kept(token), _works())
        async with self._session() as session:
            row = (await session.scalars(select(Share).where(*of_it))).first()
        if row is not None and count:
            async with self._session.begin() as session:
                await session.execute(update(Share).where(*of_it).values(opened=Share.opened + 1))
        return row


def _works() -> Any:
    return (Share.expires_at.is_(None)) | (Share.expires_at > time.time())


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
