"""Reading an answer: what kind it is, its pieces, the whole of it, and that as a model."""

import math
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import TypeVar, cast

import httpx
from pydantic import ValidationError

from app.dify.body import Body
from app.dify.errors import NotTheApi, TimedOut
from app.dify.transport.failures import told
from app.dify.wire import Wire, parse_json

M = TypeVar("M", bound=Wire)

ANSWER_LIMIT = 64 * 2**20


def range_of(part: str) -> dict[str, str]:
    return {"Range": part} if part else {}


def body_of(response: httpx.Response, chunks: AsyncIterator[bytes]) -> Body:
    headers = response.headers
    length = headers.get("content-length", "")
    # Of what comes compressed though nobody asked, the length is another than that of what it becomes.
    known = length.isascii() and length.isdigit() and "content-encoding" not in headers
    return Body(
        media_type(response),
        chunks,
        size=int(length) if known else -1,
        status=response.status_code,
        part=headers.get("content-range", ""),
        parts=response.status_code == 206 or headers.get("accept-ranges", "").lower() == "bytes",
    )


def media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def parsed(content: bytes, response: httpx.Response, model: type[M]) -> M | str:
    """The answer as ``model``, or what it is instead."""
    try:
        return model.model_validate({} if response.status_code == 204 else parse_json(content))
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()}))
        return f"no {model.__name__} ({fields or 'no object'})"
    except ValueError:
        return f"no JSON but {media_type(response) or 'nothing named'}"


async def whole(response: httpx.Response) -> bytes:
    async with aclosing(chunks(response, limit=ANSWER_LIMIT)) as pieces:
        return b"".join([piece async for piece in pieces])


async def chunks(
    response: httpx.Response, total: float = math.inf, limit: float = math.inf
) -> AsyncGenerator[bytes, None]:
    """The pieces of an answer that ends within ``total`` seconds and ``limit`` bytes."""
    deadline, size = time.monotonic() + total, 0
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_bytes())) as pieces:
        read = response.extensions.get("read") or partial(anext, pieces, b"")
        while chunk := await told(read()):
            size += len(chunk)
            if size > limit:
                raise NotTheApi(f"an answer of more than {limit} bytes", response.status_code)
            yield chunk
            if time.monotonic() > deadline:
                raise TimedOut(f"the stream has not ended within {total:g} s")
