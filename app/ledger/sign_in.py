"""The tables of sign-in. They are of no app: whoever is signed in is the same person in all of them."""

from sqlalchemy import JSON, BigInteger, Float, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, Key, User
from app.ledger.types import Name, Words


class Session(Base):
    """Somebody who is signed in on one device, until ``expires_at``. Times are seconds of the Unix epoch.

    ``token`` is the SHA-256 of what the cookie holds, in hexadecimal: the token itself is nowhere. ``id`` is what the
    page names it by, and opens nothing. ``kind`` says how they signed in, ``device`` is the browser's word in short;
    ``seen_at`` is as old as a few minutes.
    """

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token"), Index("ix_sessions_user", "user", "seen_at"))
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(Key)
    user: Mapped[str] = mapped_column(User)
    kind: Mapped[str] = mapped_column(Name(16))
    name: Mapped[str] = mapped_column(Words)
    groups: Mapped[list[str]] = mapped_column(JSON)
    device: Mapped[str] = mapped_column(Words)
    address: Mapped[str] = mapped_column(Key)
    created_at: Mapped[float] = mapped_column(Float)
    seen_at: Mapped[float] = mapped_column(Float)
    expires_at: Mapped[float] = mapped_column(Float)


class Account(Base):
    """Somebody who signs in with a password; of that the hash alone is here, with what it was made by.

    ``user`` is their id: whoever gets the name once they are gone is somebody else.
    """

    __tablename__ = "accounts"
    name: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    password: Mapped[str] = mapped_column(Words)
    groups: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[float] = mapped_column(Float)


class Guess(Base):
    """Wrong passwords for one name, or from one place: ``at`` is the SHA-256 of either. ``count`` of them came, and
    the next one is heard from ``wait_until`` on; at ``forget_at`` all is as though there had been none."""

    __tablename__ = "guesses"
    __table_args__ = (Index("ix_guesses_forget", "forget_at"),)
    at: Mapped[str] = mapped_column(Key, primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    wait_until: Mapped[float] = mapped_column(Float)
    forget_at: Mapped[float] = mapped_column(Float)
