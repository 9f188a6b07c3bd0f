"""Speech: what was said into a microphone as text, and answers read aloud."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from app.chat.gone import Gone
from app.chat.history import merge
from app.chat.spoken import spoken
from app.dify import Client, errors, models
from app.dify.body import Body
from app.dify.errors import DifyError
from app.dify.paging import older_messages
from app.ledger import Ledger, Message
from app.policy import Policy
from app.remedies import notice_of, reported
from app.runs.registry import Runs
from app.uploads import Refused
from app.views import Notice, Turn

LARGEST = 15 * 2**20  # bytes, as the contract has it
WAV = "audio/wav"  # the one type that servers of every year take
PAGE = 100
PAGES = 10  # of a conversation, in which a turn that only the upstream knows is looked for

_TOO_LONG = Notice("recording_too_long")
_HEAD = 12  # bytes of a WAV that say what it is


@dataclass(frozen=True)
class _Said:
    """What an answer says, and the upstream's id of it where that says the same: whole, and no thoughts within."""

    text: str
    asked: str  # the user that the upstream knows it by
    message_id: str = ""


class Speech:
    """One app's. ``introduce`` sees to it that a new user's first request goes alone."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, runs: Runs, introduce: Callable[[str], Awaitable[None]]
    ) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger
        self._runs = runs
        self._introduce = introduce

    async def to_text(self, user: str, size: int | None, stream: AsyncIterable[bytes]) -> str:
        """What was said in a WAV, which is sent on while it arrives; empty where nothing was heard.

        ``size`` is what the browser said, None where it did not. Raises :class:`Refused`, and whatever ``stream``
        raises: the upstream's transfer then breaks off as well.
        """
        if (size or 0) > LARGEST:
            raise Refused(_TOO_LONG)
        pieces = aiter(stream)
        head = await _head(pieces)
        if not head:
            raise Refused(Notice("heard_nothing"))
        if head[:4] != b"RIFF" or head[8:_HEAD] != b"WAVE":
            raise Refused(Notice("recording_refused"))
        await self._introduce(user)
        try:
            async with aclosing(_bounded(head, pieces)) as content:
                return await self._client.audio.to_text("recording.wav", content, WAV, user=user, size=size)
        except DifyError as error:
            raise Refused(reported(not_heard(error), error, app=self._app)) from error

    @asynccontextmanager
    async def aloud(self, user: str, turn_id: str, conversation_id: str = "") -> AsyncGenerator[Body, None]:
        """An answer read aloud, as the sound is made. Leaving ends the upstream's transfer.

        ``conversation_id`` is where a turn is looked for that only the upstream knows. Raises :class:`Gone` for a turn
        that is not this user's or says nothing, and :class:`DifyError`.
        """
        said = await self._said(user, turn_id, conversation_id)
        text = "" if said.message_id else spoken(said.text)
        if not text and not said.message_id:
            raise Gone
        await self._introduce(said.asked)
        async with self._client.audio.from_text(user=said.asked, text=text, message_id=said.message_id) as body:
            yield body

    async def live(self, user: str, turn_id: str) -> AsyncIterator[bytes]:
        """The sound that an answer brings itself, from its beginning, while it comes. Raises :class:`Gone`."""
        run = await self._runs.of_turn(self._app, user, turn_id)
        if run is None:
            raise Gone
        return run.voice.follow()

    async def _said(self, user: str, turn_id: str, conversation_id: str) -> _Said:
        row = await self._ledger.message(self._app, user, turn_id)
        if row is None:
            return await self._stored(user, turn_id, conversation_id)
        if row.kind:
            raise Gone  # What a person says is none of the app's business.
        run = await self._runs.find(self._app, user, row.conversation_id)
        if run is None or run.message.id != row.id:
            return _of_row(row)
        # Its end is shown before the ledger has it.
        draft = run.draft
        whole = draft.state == "complete" and not any(step.kind == "reasoning" for step in draft.steps)
        message_id = draft.message_id if whole and not run.stopping.wanted else ""
        return _Said(str(draft.text), row.upstream_user, message_id)

    async def _stored(self, user: str, turn_id: str, conversation_id: str) -> _Said:
        """A turn that only the upstream knows, found in its conversation: it reads any message aloud to anybody."""
        conversation = await self._ledger.conversation(self._app, user, conversation_id)
        if conversation is None or not conversation.upstream_id:
            raise Gone
        asked, read = conversation.upstream_user, list[models.Message]()
        for _ in range(PAGES):
            try:
                page = await older_messages(self._client, asked, conversation.upstream_id, read, PAGE)
            except errors.NotFound:
                break
            found = [item for item in page.data if item.id == turn_id]
            if found:
                return _of_turn(merge(found, [], whole=True, policy=Policy(), chosen={})[0], asked)
            if not page.has_more or not {item.id for item in page.data} - {item.id for item in read}:
                break
            read = [*page.data, *read]
        raise Gone


def not_heard(error: DifyError) -> Notice:
    """Why speech did not become text, and what to do."""
    match error:
        case errors.UnsupportedType():
            return Notice("recording_refused")
        case errors.TooLarge():  # also a proxy's limit, of which nobody has told a number
            return _TOO_LONG
        case errors.ApiError(code="speech_to_text_disabled" | "provider_not_support_speech_to_text"):
            return Notice("speech_off")
        case errors.AppUnavailable() | errors.NotFound() | errors.NotTheApi(status=404):
            return Notice("speech_off")
    return notice_of(error)


def not_read(error: DifyError) -> Notice:
    """Why an answer is not read aloud, and what to do."""
    match error:
        case errors.AppUnavailable() | errors.ModelUnavailable():  # what servers say where it is switched off
            return Notice("reading_off")
        case errors.NotFound() | errors.NotTheApi(status=404):
            return Notice("reading_off")
        case errors.Unauthorized() | errors.QuotaExceeded() | errors.Busy() | errors.Unreachable() | errors.TimedOut():
            return notice_of(error)
    return Notice("reading_failed", {}, "again")


def _of_row(row: Message) -> _Said:
    whole = row.status == "done" and not any(thought["kind"] == "reasoning" for thought in row.thoughts)
    return _Said(row.answer, row.upstream_user, (row.upstream_id or "") if whole else "")


def _of_turn(turn: Turn, asked: str) -> _Said:
    whole = turn.status == "done" and not any(thought.kind == "reasoning" for thought in turn.thoughts)
    return _Said(turn.answer, asked, turn.id if whole and turn.answer else "")


async def _head(pieces: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for piece in pieces:
        head += piece
        if len(head) >= _HEAD:
            break
    return head


async def _bounded(head: bytes, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """All of a recording; breaks off above the limit, whatever length was declared."""
    size = len(head)
    yield head
    async for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise Refused(_TOO_LONG)
        yield piece
