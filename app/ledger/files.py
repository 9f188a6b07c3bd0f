"""The ledger's files: whose each is, which message it belongs to, and where its bytes were last seen."""

import hashlib
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from sqlalchemy import and_, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.dify import models
from app.ledger.clock import TICK
from app.ledger.rows import Conversation, File
from app.ledger.writing import written

LONGEST_ADDRESS = 8_000  # characters; a longer one is none
LONGEST_NAME = 200

# The address of an upload names it: `/files/{id}/file-preview`, `image-preview` on servers of 2024.
_UPLOAD = re.compile(r"/files/([0-9a-f-]{36})/[a-z]+-preview")


class Files:
    """Every query stands under an app and a user. Each method is one transaction."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def add(
        self, app: str, user: str, *, kind: str, source: str, name: str,
        upstream_id: str | None = None, url: str = "", mime_type: str = "", size: int = 0, made_by: str = "",
        id: str = "", asked: bool = True, conversation_id: str | None = None,
    ) -> File:  # fmt: skip
        """A file that a person gave, for a question if it is ``asked``; it belongs to no message yet."""
        row = File(
            id=id or str(uuid4()), app=app, user=user, kind=kind, source=source, upstream_id=upstream_id, url=url,
            name=name, mime_type=mime_type, size=size, asked=asked, created_at=time.time(), made_by=made_by,
            conversation_id=conversation_id,
        )  # fmt: skip
        async with self._session.begin() as session:
            session.add(row)
        return row

    async def own(self, app: str, user: str, ids: Iterable[str]) -> dict[str, File]:
        """The files of those ids that are this user's in this app, by id."""
        query = select(File).where(File.app == app, File.user == user, File.id.in_(list(ids)))
        async with self._session() as session:
            return {row.id: row for row in await session.scalars(query)}

    async def given(self, app: str, user: str, names: Iterable[str]) -> dict[str, File]:
        """The files that somebody gave as these uploads and these addresses, by the one or the other."""
        wanted = list(names)
        upload = and_(File.source == "upload", File.upstream_id.in_(wanted))
        link = and_(File.source == "remote_url", File.url.in_(wanted))
        query = (
            select(File).where(File.app == app, File.user == user, or_(upload, link)).order_by(File.created_at, File.id)
        )
        async with self._session() as session:
            return {row.upstream_id or row.url: row for row in await session.scalars(query)}

    async def of_messages(self, app: str, user: str, ids: Iterable[str]) -> dict[str, list[File]]:
        """The files of those messages, in their order, by the message's id."""
        query = (
            select(File)
            .where(File.app == app, File.user == user, File.message_id.in_(list(ids)))
            .order_by(File.created_at, File.id)
        )
        found: dict[str, list[File]] = {}
        async with self._session() as session:
            for row in await session.scalars(query):
                found.setdefault(str(row.message_id), []).append(row)
        return found

    async def attach(self, app: str, user: str, ids: Iterable[str], *, message_id: str, conversation_id: str) -> None:
        """They belong to that message from now on, in that order, whichever of them came here first; also those that
        belonged to one which is asked again."""
        now = time.time()
        if not (times := {id: now + place * TICK for place, id in enumerate(dict.fromkeys(ids))}):
            return
        own = (File.app == app, File.user == user, File.id.in_(times))
        here = {"message_id": message_id, "conversation_id": conversation_id}
        async with self._session.begin() as session:
            await session.execute(update(File).where(*own).values(**here, created_at=case(times, value=File.id)))

    async def discard(self, app: str, user: str, id: str) -> bool:
        """Forget a file that was not sent. False where there is none."""
        own = (File.app == app, File.user == user, File.id == id, File.message_id.is_(None))
        async with self._session.begin() as session:
            return (await session.scalars(delete(File).where(*own).returning(File.id))).first() is not None

    async def learn(
        self, app: str, user: str, conversation_id: str, messages: Mapping[str, Sequence[models.MessageFile]]
    ) -> dict[str, list[File]]:
        """Keep the files of messages as an event or a page of ``/messages`` names them; the rows in that order.

        ``messages`` are by their ids: ours where the ledger has one, else the upstream's. What is known keeps its id
        and gets the fresh address. One select for all; two tabs may learn the same page at once, and who comes second
        finds the other's rows. Of a conversation that is gone meanwhile there are none, and none are kept.
        """

        async def write(session: AsyncSession) -> dict[str, list[File]]:
            learned = await _learned(session, app, user, conversation_id, messages)
            if session.new and not await _is_there(session, app, conversation_id):
                session.expunge_all()
                return {id: [] for id in messages}
            return learned

        return await written(self._session, write)


async def _is_there(session: AsyncSession, app: str, id: str) -> bool:
    """Whether a conversation is, and stays, until the transaction ends."""
    with session.no_autoflush:
        stays = {"read": True, "key_share": True}
        return await session.get(Conversation, (app, id), with_for_update=stays) is not None


async def _learned(
    session: AsyncSession, app: str, user: str, conversation_id: str,
    messages: Mapping[str, Sequence[models.MessageFile]],
) -> dict[str, list[File]]:  # fmt: skip
    names = {name for files in messages.values() for file in files for name in (_key(file), _upload(file)) if name}
    mine = (File.app == app, File.user == user)
    of_these = or_(File.upstream_id.in_(names), File.message_id.in_(list(messages)))
    now = time.time()
    learned: dict[str, list[File]] = {}
    known = list(await session.scalars(select(File).where(*mine, of_these)))
    for message_id, files in messages.items():
        rows = learned[message_id] = []
        for file in (file for file in files if (file.id or file.url) and len(file.url) <= LONGEST_ADDRESS):
            row = _known(known, message_id, file)
            if row is None:
                row = _row(app, user, file, now + len(known) * 1e-6)
                known.append(row)
                session.add(row)
            _refresh(row, file)
            if row.message_id is None:
                row.message_id, row.conversation_id = message_id, conversation_id
            if row not in rows:
                rows.append(row)
    return learned


def upload_of(row: File) -> str:
    """The upload's id that a file of a question can be sent by again; empty where its address does not tell it."""
    found = _UPLOAD.search(row.url)
    return str(row.upstream_id) if row.source == "upload" else found.group(1) if found and row.asked else ""


def _key(file: models.MessageFile) -> str:
    """What names a file from one reading to the next: its id, or its address without the signature."""
    if file.id and len(file.id) <= 64:
        return file.id
    return hashlib.sha256((file.id or _place(file.url)).encode("utf-8", "replace")).hexdigest()


def _upload(file: models.MessageFile) -> str:
    found = _UPLOAD.search(file.url)
    return found.group(1) if found and file.belongs_to != "assistant" else ""


def _place(url: str) -> str:
    """An address without its query, in which signature and time stand, and without its host."""
    try:
        return urlsplit(url).path
    except ValueError:
        return url


def _known(rows: Iterable[File], message_id: str, file: models.MessageFile) -> File | None:
    """The row of ``file``. A live event and the stored message may give one file two ids, but one place."""
    key, upload = _key(file), _upload(file)
    by_name = {row.upstream_id: row for row in rows if row.upstream_id}
    if (found := by_name.get(key)) is not None:
        return found
    if upload and (found := by_name.get(upload)) is not None and found.source == "upload":
        return found
    same = (row for row in rows if row.message_id == message_id and row.url)
    if _remote(file):
        return next((row for row in same if row.source == "remote_url" and row.url == file.url), None)
    return next((row for row in same if row.source == "answer" and _place(row.url) == _place(file.url)), None)


def _remote(file: models.MessageFile) -> bool:
    """Whether it is an address that the person gave: servers of 2024 do not say so, but sign all that they keep."""
    signed = "/files/" in _place(file.url) and "sign=" in file.url
    return file.belongs_to == "user" and (file.transfer_method == "remote_url" or not signed)


def _row(app: str, user: str, file: models.MessageFile, at: float) -> File:
    kind = file.type if file.type in get_args(models.FileType) else "custom"
    source, upstream_id = ("remote_url", None) if _remote(file) else ("answer", _key(file))
    return File(
        id=str(uuid4()), app=app, user=user, kind=kind, source=source, upstream_id=upstream_id, url=file.url,
        name="", mime_type="", size=0, asked=file.belongs_to == "user", created_at=at,
    )  # fmt: skip


def _refresh(row: File, file: models.MessageFile) -> None:
    if row.source != "remote_url":
        row.url = file.url or row.url
    row.name = row.name or file.filename[:LONGEST_NAME] or _named_by(file.url)
    row.mime_type = row.mime_type or file.mime_type[:255]
    row.size = row.size or max(file.size, 0)


def _named_by(url: str) -> str:
    """The last part of an address where it looks like a file's name, else nothing."""
    last = unquote(_place(url).rpartition("/")[2])[:LONGEST_NAME]
    return last if "." in last.strip(".") else ""
