"""The client of a model's server: answers as they are written, and speech as text."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

from app.embedded.model.access import ModelAccess
from app.embedded.model.errors import Malformed, Unreachable, error_of
from app.embedded.model.pieces import Piece, Reading, Text

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 120.0
"""A model that thinks before it writes may be silent for long."""


class Model:
    """One server and its models, for one event loop. A request is never repeated by itself: it is billed."""

    def __init__(self, access: ModelAccess, silence: float = SILENCE_SECONDS):
        self._access = access
        self._silence = silence
        self._client: AsyncOpenAI | None = None
        self._opening = asyncio.Lock()

    @property
    def writes(self) -> bool:
        return bool(self._access.model)

    @property
    def hears(self) -> bool:
        return bool(self._access.transcribe_model)

    @asynccontextmanager
    async def stream(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]] = (), must_answer: bool = False
    ) -> AsyncGenerator[AsyncIterator[Piece], None]:
        """The answer to ``messages`` (of Chat Completions) as it is written: text, then the calls of ``tools`` that
        the model wants, then the usage where the server tells it. ``must_answer`` asks it to call none.

        Leaving the block, or being cancelled within it, closes the connection at once, and the model stops.
        Raises :class:`ModelError`.
        """
        client = await self._opened()
        given: Any = {"messages": list(messages)}
        if tools:
            given |= {"tools": list(tools), "tool_choice": "none" if must_answer else "auto"}
        with _told():
            stream = await client.chat.completions.create(
                model=self._access.model, stream=True, stream_options={"include_usage": True}, **given
            )
        pieces = _pieces(stream)
        try:
            yield pieces
        finally:
            await pieces.aclose()
            await stream.close()

    async def transcribe(self, content: bytes, media_type: str) -> str:
        """What is said in a recording of ``media_type``, such as ``audio/mp3``. Raises :class:`ModelError`."""
        client = await self._opened()
        name = f"audio.{media_type.rpartition('/')[2]}"
        with _told():
            heard = await client.audio.transcriptions.create(
                model=self._access.transcribe_model, file=(name, content, media_type)
            )
        text = getattr(heard, "text", None)
        if not isinstance(text, str):
            raise Malformed
        return text

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _opened(self) -> "AsyncOpenAI":
        async with self._opening:
            if self._client is None:
                self._client = await run_in_threadpool(_client, self._access, self._silence)
        return self._client


def _client(access: ModelAccess, silence: float) -> "AsyncOpenAI":
    """In a thread: the import alone takes about a second."""
    import openai

    return openai.AsyncOpenAI(
        api_key=access.api_key.get_secret_value(),
        base_url=access.base_url,
        max_retries=0,
        timeout=openai.Timeout(silence, connect=CONNECT_SECONDS),
        # A question goes to the server that was named, not to where that one points.
        http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
    )


async def _pieces(stream: "AsyncStream[ChatCompletionChunk]") -> AsyncGenerator[Piece, None]:
    reading = Reading()
    with _told():
        try:
            async for chunk in stream:
                text = reading.take(chunk.to_dict(mode="python", warnings=False))
                if text:
                    yield Text(text)
        except (AttributeError, TypeError):  # JSON that is no chunk
            raise Malformed from None
    for piece in reading.end():
        yield piece


@contextmanager
def _told() -> Iterator[None]:
    """Turns the client's errors into ours; none is chained, as theirs hold the request and the server's words."""
    import openai

    try:
        yield
    except openai.APIConnectionError:  # a time-out is one
        raise Unreachable from None
    except openai.APIResponseValidationError:
        raise Malformed from None
    except openai.APIStatusError as error:
        raise error_of(error.status_code, error.code or "") from None
    except openai.APIError as error:
        raise error_of(None, error.code or error.type or "") from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Malformed from None
