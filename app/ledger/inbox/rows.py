"""The tables of the inbox. What it filters and sorts by stands in the conversation itself."""

from sqlalchemy import JSON, Float, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, Key, User
from app.ledger.types import Name, Words


class Rating(Base):
    """What the person of a conversation thinks of an answer: ``like`` or ``dislike``. ``id`` is the upstream's.

    ``at`` is when that was learned, ``reason`` what they said of it; from ``done_at`` on an agent has dealt with it.
    """

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_newest", "app", "rating", "at"),)
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    rating: Mapped[str] = mapped_column(Name(16))
    at: Mapped[float] = mapped_column(Float, default=0.0, server_default=sql("0"))
    reason: Mapped[str] = mapped_column(Words, default="", server_default=sql("''"))
    done_at: Mapped[float | None] = mapped_column(Float)


class DoneElsewhere(Base):
    """An agent has dealt with a bad rating of a conversation that is not here. ``id`` is the upstream's of its answer;
    nothing says whose it is."""

    __tablename__ = "ratings_elsewhere"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    done_at: Mapped[float] = mapped_column(Float)


class Label(Base):
    """A word that agents put on a conversation, which is ``user``'s."""

    __tablename__ = "labels"
    __table_args__ = (Index("ix_labels_label", "app", "label", "conversation_id"),)
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key, primary_key=True)
    label: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)


class Note(Base):
    """What an agent, its ``author``, notes for the others of a conversation, which is ``user``'s and is not shown it.

    ``edited_at`` is 0 where it stands as it was written.
    """

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_conversation", "app", "conversation_id", "created_at"),)
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key)
    user: Mapped[str] = mapped_column(User)
    author: Mapped[str] = mapped_column(User)
    text: Mapped[str] = mapped_column(Words)
    created_at: Mapped[float] = mapped_column(Float)
    edited_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=sql("0"))


class Mention(Base):
    """A note names an agent, who has not read its conversation since."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_agent", "agent", "app", "conversation_id"),)
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    note_id: Mapped[str] = mapped_column(Key, primary_key=True)
    agent: Mapped[str] = mapped_column(User, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key)
    user: Mapped[str] = mapped_column(User)


class Seen(Base):
    """An agent has read a conversation of ``user``'s up to the question that was asked at ``asked_at``.

    It stands before what :class:`Agent` says: 0 is a conversation that was marked as unread.
    """

    __tablename__ = "inbox_seen"
    __table_args__ = (Index("ix_inbox_seen_agent", "agent"),)
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key, primary_key=True)
    agent: Mapped[str] = mapped_column(User, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    asked_at: Mapped[float] = mapped_column(Float)


class Agent(Base):
    """An agent has read all that was asked until ``read_until``.

    They came last at ``came_at``, by that ``name``, which may be empty, and were to see those ``apps``.
    """

    __tablename__ = "inbox_agents"
    agent: Mapped[str] = mapped_column(User, primary_key=True)
    read_until: Mapped[float] = mapped_column(Float)
    name: Mapped[str] = mapped_column(Words, default="", server_default=sql("''"))
    apps: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    came_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=sql("0"))


class View(Base):
    """What an agent has chosen to filter by, kept under a name."""

    __tablename__ = "inbox_views"
    agent: Mapped[str] = mapped_column(User, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[float] = mapped_column(Float)
