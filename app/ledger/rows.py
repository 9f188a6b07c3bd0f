"""The tables of what the apps are for. Every row bears its app and its user: the wall between people stands in every
query."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Float, Index, UniqueConstraint, false, or_, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.ledger.types import Name, UserId, Words

Key = Name(64)
User = UserId(255)
PERSON = "person"  # the status of a conversation that a person has, and the kind of what they say in it


class Base(DeclarativeBase):
    pass


class Owned:
    """``app`` is the app's slug, ``user`` whose it is. Ids are unique per app."""

    app: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)


class Made(Owned):
    """What the upstream knows by a user of its own. ``made_by`` is the visitor who made it, where whoever it is of now
    has kept it on signing in; else empty. The upstream moves nothing from one user to another, so it goes on being
    asked as that visitor: see :attr:`upstream_user`."""

    made_by: Mapped[str] = mapped_column(User, default="", server_default=text("''"))

    @property
    def upstream_user(self) -> str:
        """The user that the upstream knows it by."""
        return self.made_by or self.user


def _listed(name: str, *first: str, only: str = "", sqlite: str = "") -> Index:
    """An index of a list, newest or oldest first, of those that are not deleted, and of them ``only`` those."""
    there = "deleted_at IS NULL"
    where = [text(f"{one} AND {there}" if one else there) for one in (only, sqlite or only)]
    return Index(name, "app", *first, "updated_at", "id", postgresql_where=where[0], sqlite_where=where[1])


_WAITS = "waits_since > 0 AND deleted_at IS NULL"


class Conversation(Made, Base):
    """``id`` is ours and in the page's address from the first question on; ``upstream_id`` comes with its answer.

    ``chosen`` says, by a turn's id, which of those that follow it is shown. Times are seconds of the Unix epoch:
    ``updated_at`` only grows, whatever becomes of the clock; an answer ended at ``answered_at``, and the last one that
    its person has seen at ``seen_at``. From ``deleted_at`` on no list has it, and soon gone.
    The rest is for who serves people: ``status`` (``open``, ``waiting``, ``person``, ``resolved``) and ``assignee``, an
    agent's user id; ``excerpt`` of the last question, asked at ``asked_at``, and whether its answer ``failed``;
    ``rating``, the worst that an answer got; the name that its customer was ``called`` by when they last asked,
    and the ``language`` of their page.
    ``person`` is the name that whoever has it goes by, ``spoken_at`` when something last came that was not the app's,
    or its status was set, and ``context`` what the app is to be told with the next question. Its
    person ``waits_since`` then for somebody to come, or to answer (0: for nobody), and can be reached at ``contact``.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("app", "user", "upstream_id"),
        Index("ix_conversations_newest", "app", "user", "updated_at"),
        Index("ix_conversations_user", "user"),
        _listed("ix_inbox_newest"),
        _listed("ix_inbox_status", "status"),
        _listed("ix_inbox_assignee", "assignee", only="assignee <> ''"),
        _listed("ix_inbox_rating", "rating", only="rating <> ''"),
        _listed("ix_inbox_failed", only="failed", sqlite="failed = 1"),
        Index(
            "ix_conversations_began", "app", "created_at", "user", "status", "assignee",
            postgresql_where=text("deleted_at IS NULL"), sqlite_where=text("deleted_at IS NULL"),
        ),
        Index("ix_inbox_waits", "app", "waits_since", postgresql_where=text(_WAITS), sqlite_where=text(_WAITS)),
    )  # fmt: skip
    upstream_id: Mapped[str | None] = mapped_column(Key)
    name: Mapped[str] = mapped_column(Words, default="")
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    chosen: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    pinned: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[float] = mapped_column(Float)
    updated_at: Mapped[float] = mapped_column(Float)
    answered_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    seen_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    deleted_at: Mapped[float | None] = mapped_column(Float)
    status: Mapped[str] = mapped_column(Name(16), default="open", server_default=text("'open'"))
    assignee: Mapped[str] = mapped_column(User, default="", server_default=text("''"))
    rating: Mapped[str] = mapped_column(Name(16), default="", server_default=text("''"))
    failed: Mapped[bool] = mapped_column(default=False, server_default=false())
    excerpt: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    asked_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    person: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    spoken_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    context: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    called: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    language: Mapped[str] = mapped_column(Name(16), default="", server_default=text("''"))
    waits_since: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    contact: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))


class Message(Made, Base):
    """One question with its answer as far as this front end saw it.

    ``status`` is one of ``app.views.Status``. ``notice`` is what the person was told, as ``{key, args}``;
    ``citations``, ``notes`` and ``thoughts`` are the views as JSON; ``forms`` are those of a paused flow, each with the
    token that opens it, and ``workflow_run_id`` is that flow's run. ``hidden`` turns were asked again by Retry.
    ``parent_id`` is the turn that this one follows (None: not recorded), ``files_of`` the one whose files its question
    was sent with, where that is another; ``usage`` is the view as JSON.
    ``context`` is what the app was told before the question. What the app has no part in has a ``kind``: a person
    was ``called``, ``came`` or ``left``; the ``customer`` wrote the question to them, or the ``person`` the answer. An
    agent's has the name that they went by as ``author``, and their user id as ``agent``.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_thread", "app", "user", "conversation_id", "created_at"),
        Index("ix_messages_upstream", "app", "user", "upstream_id"),
        Index(
            "ix_messages_came", "app", "conversation_id", postgresql_where=text("kind = 'came'"),
            sqlite_where=text("kind = 'came'"),
        ),
    )  # fmt: skip
    conversation_id: Mapped[str] = mapped_column(Key)
    upstream_id: Mapped[str | None] = mapped_column(Key)
    question: Mapped[str] = mapped_column(Words)
    answer: Mapped[str] = mapped_column(Words, default="")
    status: Mapped[str] = mapped_column(Name(16), default="running")
    notice: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    thoughts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    forms: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    parent_id: Mapped[str | None] = mapped_column(Key)
    files_of: Mapped[str | None] = mapped_column(Key)
    usage: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    workflow_run_id: Mapped[str] = mapped_column(Key, default="", server_default=text("''"))
    hidden: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[float] = mapped_column(Float)
    kind: Mapped[str] = mapped_column(Name(16), default="", server_default=text("''"))
    author: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    agent: Mapped[str] = mapped_column(User, default="", server_default=text("''"))
    context: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))


def _ended(name: str, only: str, sqlite: str = "") -> Index:
    """An index of ``only`` those runs, by when they ended."""
    return Index(name, "app", "ended_at", postgresql_where=text(only), sqlite_where=text(sqlite or only))


class Run(Made, Base):
    """One request for an answer. ``task_id`` is the upstream's, for a stop.

    ``error`` is the app's code of what it failed by, or the kind of it; an ``uncited`` answer was complete, and named
    no source.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_conversation", "app", "user", "conversation_id"),
        _ended("ix_runs_failed", "error <> ''"),
        _ended("ix_runs_uncited", "uncited", "uncited = 1"),
    )
    conversation_id: Mapped[str] = mapped_column(Key)
    message_id: Mapped[str] = mapped_column(Key)
    task_id: Mapped[str | None] = mapped_column(Key)
    status: Mapped[str] = mapped_column(Name(16), default="running")
    started_at: Mapped[float] = mapped_column(Float)
    ended_at: Mapped[float | None] = mapped_column(Float)
    error: Mapped[str] = mapped_column(Key, default="", server_default=text("''"))
    uncited: Mapped[bool] = mapped_column(default=False, server_default=false())


class File(Made, Base):
    """A file of a question or an answer; its bytes are the upstream's. ``kind`` is a ``models.FileType``.

    ``source`` says where they are: an ``upload`` has its upload's id as ``upstream_id``; a file of a message that
    was read (``answer``) has that of the message's file; a ``remote_url`` has none, and is never fetched here. Those of
    one that was given to a person are ``kept`` in the ledger.
    ``url`` is the address that a person gave, or the last signed one that the upstream did: never for a browser.
    ``size`` is in bytes, 0 where nobody said. ``asked`` files are of the question, the others of the answer. An upload
    belongs to no message until it is sent; ``created_at`` is then of that moment, and in the order of its message.
    """

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("app", "user", "upstream_id"),
        Index("ix_files_message", "app", "user", "message_id"),
    )
    kind: Mapped[str] = mapped_column(Name(16))
    source: Mapped[str] = mapped_column(Name(16))
    upstream_id: Mapped[str | None] = mapped_column(Key)
    url: Mapped[str] = mapped_column(Words, default="")
    name: Mapped[str] = mapped_column(Words, default="")
    mime_type: Mapped[str] = mapped_column(Name(255), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    asked: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[str | None] = mapped_column(Key)
    conversation_id: Mapped[str | None] = mapped_column(Key)
    created_at: Mapped[float] = mapped_column(Float)


class SearchEntry(Base):
    """What can be found: a turn, or a conversation's name (``turn_id`` is empty, and the name is the ``question``).

    Its words are in ``search_index``, a table without a model, under the same ``id``, which grows with ``at``.
    ``answer`` is without Markdown.
    """

    __tablename__ = "search_entries"
    __table_args__ = (UniqueConstraint("app", "user", "conversation_id", "turn_id"),)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    app: Mapped[str] = mapped_column(Key)
    user: Mapped[str] = mapped_column(User)
    conversation_id: Mapped[str] = mapped_column(Key)
    turn_id: Mapped[str] = mapped_column(Key)
    question: Mapped[str] = mapped_column(Words)
    answer: Mapped[str] = mapped_column(Words)
    at: Mapped[float] = mapped_column(Float)


class SearchRead(Base):
    """A conversation that is in the index as a whole, as it was when it had last changed at ``until``."""

    __tablename__ = "search_reads"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    until: Mapped[float] = mapped_column(Float)


class Share(Owned, Base):
    """A link by which anybody may read a conversation as it was.

    ``token`` is the SHA-256 of what the link holds, in hexadecimal: the link itself is nowhere. ``thread`` is what it
    shows, as JSON, cut to what any visitor may see. Without ``expires_at`` it works until it is taken back.
    """

    __tablename__ = "shares"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_shares_newest", "app", "user", "created_at"),
        Index("ix_shares_conversation", "app", "user", "conversation_id"),
    )
    token: Mapped[str] = mapped_column(Key)
    conversation_id: Mapped[str] = mapped_column(Key)
    title: Mapped[str] = mapped_column(Words, default="")
    thread: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[float] = mapped_column(Float)
    expires_at: Mapped[float | None] = mapped_column(Float)
    opened: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))


def is_(table: type[Made], owner: Made, id: str) -> tuple[ColumnElement[bool], ...]:
    """The row of that id of the same app and user, or of who has kept it since ``owner`` was read."""
    return table.app == owner.app, of_or_made_by(table, owner.user), table.id == id


def of_or_made_by(table: type[Made], user: str) -> ColumnElement[bool]:
    """Whatever is this user's, or was made by them and is kept by another."""
    return or_(table.user == user, table.made_by == user)


async def held(session: AsyncSession, app: str, id: str) -> Conversation:
    """The conversation as it is now, which nobody else changes until the transaction ends.

    It is written first, as it is: a read alone holds nobody back, in SQLite none at all.
    """
    of_it = (Conversation.app == app, Conversation.id == id)
    await session.execute(update(Conversation).where(*of_it).values(updated_at=Conversation.updated_at))
    return await session.get_one(Conversation, (app, id))
