"""The bytes of files that are given to a person, and not to the app: nobody else would keep them."""

from collections.abc import AsyncIterator

from sqlalchemy import BigInteger, LargeBinary, delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, File, Key, User

SIZE = 256 * 1024  # bytes of a piece, the last one but for


class Piece(Base):
    """``user`` is whose conversation the file was given in."""

    __tablename__ = "file_pieces"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    file_id: Mapped[str] = mapped_column(Key, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user: Mapped[str] = mapped_column(User)
    conversation_id: Mapped[str] = mapped_column(Key)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Pieces:
    """Every query stands under an app and a user."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def keep(self, app: str, user: str, conversation_id: str, file_id: str, content: AsyncIterator[bytes]) -> int:
        """Write all that comes, piece by piece; how many bytes it was. Of what breaks off nothing is left."""
        size, number, rest = 0, 0, b""
        owner = {"app": app, "user": user, "conversation_id": conversation_id, "file_id": file_id}

        async def write(content: bytes) -> None:
            async with self._session.begin() as session:
                session.add(Piece(**owner, number=number, content=content))

        try:
            async for chunk in content:
                size, rest = size + len(chunk), rest + chunk
                while len(rest) >= SIZE:
                    await write(rest[:SIZE])
                    number, rest = number + 1, rest[SIZE:]
            if rest:
                await write(rest)
        except BaseException:
            await self.drop(app, user, file_id)
            raise
        return size

    async def read(self, row: File, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from ``start`` to before ``end``."""
        for number in range(start // SIZE, -(-end // SIZE)):
            this = (Piece.app == row.app, Piece.user == row.user, Piece.file_id == row.id, Piece.number == number)
            async with self._session() as session:
                content = await session.scalar(select(Piece.content).where(*this)) or b""
            yield content[max(0, start - number * SIZE) : end - number * SIZE]

    async def drop(self, app: str, user: str, file_id: str) -> None:
        async with self._session.begin() as session:
            of_it = (Piece.app == app, Piece.user == user, Piece.file_id == file_id)
            await session.execute(delete(Piece).where(*of_it))
