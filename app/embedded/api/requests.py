"""Reading a request: its JSON body, its user, its ids and its paging, each refused where it is wrong."""

import json
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import Message, Receive

from app.embedded.api.errors import Refused, bad_request, invalid, too_large

MAX_JSON_BYTES = 1_000_000
MAX_USER_LENGTH = 255
UNREADABLE = "The browser (or proxy) sent a request that this server could not understand."
NOT_JSON = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."


async def json_body(request: Request) -> dict[str, Any]:
    """The body as an object. 415 for another content type, 413 over 1 MB, 400 for what is no JSON object."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "unsupported_media_type", NOT_JSON)
    content = await Request(request.scope, _limited(request.receive, MAX_JSON_BYTES)).body()
    try:
        body = _storable(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise bad_request(UNREADABLE) from error
    if not isinstance(body, dict):
        raise bad_request(UNREADABLE)
    return body


def _storable(value: object) -> object:
    """Half of a surrogate pair is legal as JSON's ``\\ud83d``, but no database takes it: it becomes a ``?``."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


@asynccontextmanager
async def form_body(request: Request, limit: int) -> AsyncIterator[FormData]:
    """The parts of a multipart body of at most ``limit`` bytes, read no further than that."""
    bounded = Request(request.scope, _limited(request.receive, limit))
    # Read whole before it is parsed: a parser that is cut off in the middle leaves its temporary file open.
    await bounded.body()
    async with bounded.form() as form:
        yield form


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise too_large(limit)
        return message

    return counted


def origin_of(request: Request) -> str:
    """The server's address as the request reached it: ``http://host:port``."""
    return f"{request.url.scheme}://{request.url.netloc}"


def user_of(values: Mapping[str, Any]) -> str:
    user = values.get("user")
    if not isinstance(user, str) or not user.strip():
        raise invalid("Arg user must be provided.", "user")
    if len(user) > MAX_USER_LENGTH:
        raise invalid(f"user must be at most {MAX_USER_LENGTH} characters", "user")
    return user


def uuid_of(value: object, name: str) -> str:
    try:
        return str(uuid.UUID(value if isinstance(value, str) else ""))
    except ValueError:
        raise invalid(f"{value} is not a valid uuid.", name) from None


def optional_uuid(value: object, name: str) -> str | None:
    return None if value in (None, "") else uuid_of(value, name)


def flag(value: object, name: str, default: bool) -> bool:
    """A boolean of a JSON body or of a query (``true``, ``false``)."""
    match value:
        case None | "":
            return default
        case bool():
            return value
        case "true" | "false":
            return value == "true"
    raise invalid(f"{name} must be a boolean", name)


def page_of(request: Request) -> int:
    """``page`` of the query, counted from 1."""
    text = request.query_params.get("page") or "1"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1_000_000:
        raise invalid(f"Invalid argument: {text}. argument must be at least 1", "page")
    return int(text)


def limit_of(request: Request) -> int:
    """``limit`` of the query: 1 to 100, 20 where it is absent."""
    text = request.query_params.get("limit") or "20"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 100:
        raise invalid(f"Invalid argument: {text}. argument must be within the range 1 - 100", "limit")
    return int(text)
