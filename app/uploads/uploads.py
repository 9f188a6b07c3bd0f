"""What a person gives: taken as it arrives, sent on to the upstream, and written down as theirs."""

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from app.dify import Client, models
from app.dify.errors import DifyError, TooLarge, UnsupportedType
from app.filetypes.kinds import extension_of, media_type_of
from app.filetypes.limits import kind_of, limits_for, type_refused
from app.forms.check import Value
from app.ledger import Conversation, File, Ledger
from app.ledger.files import upload_of
from app.remedies import told
from app.uploads.checked import Given, Refused, checked
from app.uploads.names import clean
from app.uploads.opening import FileGone, OnItsWay, Opened, Opening
from app.views import Field, Limits, Notice

LONGEST_URL = 2000
_SIZE = 15  # megabytes of an agent's file
OF_AGENTS = limits_for([], [], ["local_file"], 10, models.SystemParameters(
    file_size_limit=_SIZE, image_file_size_limit=_SIZE, audio_file_size_limit=_SIZE, video_file_size_limit=_SIZE,
))  # fmt: skip
"""What an agent may give, whatever the app takes."""


class Uploads:
    """One app's files. ``app`` is its slug; ``limits`` asks what somebody may give in which place, and may raise
    :class:`DifyError`. A place is the composer (empty), or a control of a form as ``Chat.limits_at`` names it.
    ``on_its_way`` tells of a user's turn whether the app may not have its question yet."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, limits: Callable[[str, str], Awaitable[Limits]],
        on_its_way: OnItsWay,
    ) -> None:  # fmt: skip
        self._app = app
        self._client = client
        self._ledger = ledger
        self._limits = limits
        self._opening = Opening(app, client, ledger, on_its_way)

    async def receive(
        self, user: str, name: str, media_type: str, size: int | None, stream: AsyncIterable[bytes], place: str = "",
        conversation_id: str = "",
    ) -> File:  # fmt: skip
        """Send a file on while it arrives; its row. ``size`` is what the browser said, None where it did not.

        ``conversation_id`` is where its question will be asked: an upload and what it is sent with are of one user of
        the upstream's. Raises :class:`Refused`, and whatever ``stream`` raises: the upstream's transfer then breaks off
        as well.
        """
        limits, conversation = await self.limits(user, place), await self._conversation(user, conversation_id)
        made_by = await self._made_by(user, place, conversation)
        given = await checked(name, media_type, size, stream, limits)
        if conversation is not None and not place and await self._ledger.handover.hears(conversation):
            return await self._keep(conversation, given, asked=True)
        name, media_type, content = given.name, given.media_type, given.content
        try:
            async with aclosing(content):
                stored = await self._client.files.upload(name, content, media_type, user=made_by or user, size=size)
        except UnsupportedType:
            raise Refused(type_refused(name, limits)) from None
        except TooLarge:  # also a proxy's limit, of which nobody has told a number
            raise Refused(Notice("error_too_large")) from None
        except DifyError as error:
            raise Refused(told(error, app=self._app)) from error
        return await self._ledger.files.add(
            self._app, user, kind=given.kind, source="upload", name=name, upstream_id=stored.id,
            mime_type=(media_type or stored.mime_type)[:255], size=stored.size or size or 0, made_by=made_by,
        )  # fmt: skip

    async def keep(
        self, conversation: Conversation, name: str, media_type: str, size: int | None, stream: AsyncIterable[bytes]
    ) -> File:
        """Keep a file here while it arrives that an agent gives to a conversation's person. Raises :class:`Refused`."""
        return await self._keep(conversation, await checked(name, media_type, size, stream, OF_AGENTS), asked=False)

    async def _keep(self, conversation: Conversation, given: Given, *, asked: bool) -> File:
        """Keep a file here that is for a person: the app has no part in it."""
        id, user = str(uuid4()), conversation.user
        async with aclosing(given.content):
            size = await self._ledger.pieces.keep(self._app, user, conversation.id, id, given.content)
        return await self._ledger.files.add(
            self._app, user, kind=given.kind, source="kept", name=given.name, mime_type=given.media_type[:255],
            size=size, id=id, asked=asked,
            conversation_id=conversation.id,
        )  # fmt: skip

    async def _conversation(self, user: str, id: str) -> Conversation | None:
        return await self._ledger.conversation(self._app, user, id) if id else None

    async def _made_by(self, user: str, place: str, conversation: Conversation | None) -> str:
        """The visitor who made what the file is for, where this user has kept it."""
        turn_id, *form = place.split("/")
        if form:
            turn = await self._ledger.message(self._app, user, turn_id)
            return turn.made_by if turn else ""
        return conversation.made_by if conversation and not place else ""

    async def link(self, user: str, url: str, place: str = "") -> File:
        """A file at an address, which the upstream fetches and this server never does. Raises :class:`Refused`."""
        limits = await self.limits(user, place)
        if not limits.kinds:
            raise Refused(Notice("uploads_off"))
        if "remote_url" not in limits.methods:
            raise Refused(Notice("url_not_allowed"))
        name = _name_in(url)
        if name is None:
            raise Refused(Notice("url_wrong"))
        # An address need not say what is behind it; the upstream sees, and judges.
        known = bool(media_type_of(extension_of(name)))
        kind = kind_of(extension_of(name), limits) or ("" if known else limits.kinds[0])
        if not kind:
            raise Refused(type_refused(name, limits))
        media_type = media_type_of(extension_of(name))
        return await self._ledger.files.add(
            self._app, user, kind=kind, source="remote_url", name=name, url=url, mime_type=media_type
        )

    async def limits(self, user: str, place: str = "") -> Limits:
        """What the app takes. Raises :class:`Refused` where it cannot be asked."""
        try:
            return await self._limits(user, place)
        except DifyError as error:
            raise Refused(told(error, app=self._app)) from error

    async def for_question(self, user: str, ids: Sequence[str], limits: Limits, made_by: str = "") -> list[File]:
        """The files of a question, in that order: this user's, and not sent before. :func:`file_inputs` sends them.

        ``made_by`` is the visitor who made the conversation: it takes no uploads of another's. Raises
        :class:`FileGone` for one that is not, and :class:`Refused` for too many.
        """
        if len(ids) > limits.max_count:
            raise Refused(Notice("files_too_many", {"limit": str(limits.max_count)}))
        own = await self._ledger.files.own(self._app, user, ids)
        if any(id not in own or own[id].message_id is not None or not own[id].asked for id in ids):
            raise FileGone
        if any(row.source == "upload" and row.made_by != made_by for row in own.values()):
            raise FileGone
        return [own[id] for id in dict.fromkeys(ids)]

    async def for_answer(self, conversation: Conversation, ids: Sequence[str], message_id: str | None) -> list[File]:
        """The files of what an agent writes, as :meth:`for_question`; those of that very message are there as well."""
        if len(ids) > OF_AGENTS.max_count:
            raise Refused(Notice("files_too_many", {"limit": str(OF_AGENTS.max_count)}))
        own = await self._ledger.files.own(self._app, conversation.user, ids)
        for id in ids:
            row = own.get(id)
            if row is None or row.asked or row.conversation_id != conversation.id:
                raise FileGone
            if row.message_id not in (None, message_id):
                raise FileGone
        return [own[id] for id in dict.fromkeys(ids)]

    async def for_form(
        self, user: str, fields: Iterable[Field], inputs: Mapping[str, Value], made_by: str = ""
    ) -> dict[str, Any]:
        """What a form was filled in with, files as the API wants them. Raises as :meth:`for_question` does."""
        filled: dict[str, Any] = dict(inputs)
        for field in fields:
            ids = inputs.get(field.variable)
            if isinstance(ids, list):
                rows = await self.for_question(user, ids, field.limits, made_by)
                given = [item.model_dump(exclude_none=True) for item in file_inputs(rows)]
                filled[field.variable] = given if field.kind == "files" else given[0]
        return filled

    async def of_question(self, user: str, message_id: str) -> list[File]:
        """The files that a question was sent with, as they can be sent again."""
        found = await self._ledger.files.of_messages(self._app, user, [message_id])
        asked = [row for row in found.get(message_id, []) if row.asked]
        return [row for row in asked if row.source == "remote_url" or upload_of(row)]

    async def discard(self, user: str, file_id: str) -> None:
        """Forget a file that was not sent. Raises :class:`FileGone`. The upstream knows no way to delete one."""
        if not await self._ledger.files.discard(self._app, user, file_id):
            raise FileGone
        await self._ledger.pieces.drop(self._app, user, file_id)

    async def learn(
        self, user: str, conversation_id: str, message_id: str, files: Sequence[models.MessageFile]
    ) -> list[File]:
        """Ids of ours for the files of a message, as an event or ``/messages`` names them; the rows in that order."""
        return (await self.learn_all(user, conversation_id, {message_id: files}))[message_id]

    async def learn_all(
        self, user: str, conversation_id: str, messages: Mapping[str, Sequence[models.MessageFile]]
    ) -> dict[str, list[File]]:
        """As :meth:`learn`, for a whole page of messages at once."""
        return await self._ledger.files.learn(self._app, user, conversation_id, messages)

    def open(self, user: str, file_id: str, part: str = "") -> AbstractAsyncContextManager[Opened]:
        """A file's bytes as they come; ``part`` is a ``Range``. Leaving ends the upstream's transfer.

        Raises :class:`FileGone` for one that is not this user's or has no bytes, and :class:`DifyError`.
        """
        return self._opening.open(user, file_id, part)


def file_inputs(rows: Iterable[File]) -> list[models.FileInput]:
    """What a question says of its files."""
    return [
        models.FileInput(
            type=cast(models.FileType, row.kind),
            transfer_method="remote_url" if row.source == "remote_url" else "local_file",
            url=row.url if row.source == "remote_url" else None,
            upload_file_id=None if row.source == "remote_url" else upload_of(row),
        )
        for row in rows
    ]


def _name_in(url: str) -> str | None:
    """The name of what is at an address; None where it is no plain address of the web."""
    if len(url) > LONGEST_URL or any(character <= " " or character in '\\<>"' for character in url):
        return None
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    if not plain or not url.isprintable():
        return None
    return clean(unquote(parts.path)) if parts.path.strip("/") else clean(str(parts.hostname))
