"""Requests as they came, and the shapes of what is not a success."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from ..script import Json

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
HTML = "<!doctype html><html><head><title>It works!</title></head><body><h1>It works!</h1></body></html>"


def refusal(code: str, message: str, status: int) -> Response:
    return JSONResponse({"code": code, "message": message, "status": status}, status)


def page_of_html(status: int = 200) -> Response:
    return Response(HTML, status, media_type="text/html")


def dropped() -> Response:
    """An answer whose connection breaks after its headers."""

    async def nothing() -> AsyncIterator[bytes]:
        raise ConnectionAbortedError("the script drops the connection here")
        yield b""

    return StreamingResponse(nothing(), headers={"content-length": "1000", "content-type": "application/json"})


def watched(response: Response, path: str, left: list[str]) -> Response:
    """``response``, whose ``path`` goes into ``left`` if its client leaves in the middle of a stream."""
    if isinstance(response, StreamingResponse):
        response.body_iterator = _watched(response.body_iterator, path, left)
    return response


async def _watched(chunks: AsyncIterator[bytes], path: str, left: list[str]) -> AsyncIterator[bytes]:
    ended = False
    try:
        async for chunk in chunks:
            yield chunk
        ended = True
    except ConnectionAbortedError:
        ended = True
        raise
    finally:
        if not ended:
            left.append(path)


class Unreadable(Exception):
    """A body that is neither JSON nor a form."""


@dataclass(frozen=True)
class Part:
    """The file of an upload, with the content type that its part names."""

    name: str
    media_type: str
    data: bytes

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True)
class Seen:
    """A request as it came. ``body`` is its JSON or its form's fields, ``params`` what stood in the path, ``port`` the
    client's."""

    method: str
    path: str
    query: dict[str, str]
    body: Json
    file: Part | None = None
    headers: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def user(self) -> str:
        return str(self.body.get("user") or self.query.get("user") or "")

    def matches(self, path: str) -> bool:
        return re.fullmatch(path, self.path) is not None


async def read(request: Request) -> Seen:
    """Raises :class:`Unreadable`, and ``ClientDisconnect`` for a body that stops in the middle."""
    raw, body, file = await request.body(), {}, None
    if request.headers.get("content-type", "").startswith(FORMS):
        async with request.form() as form:
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    file = Part(value.filename or "", value.content_type or "", await value.read())
                else:
                    body[key] = value
    elif raw:
        try:
            body = json.loads(raw)
        except ValueError as error:
            raise Unreadable from error
    return Seen(
        method=request.method,
        path=request.url.path.removeprefix("/v1"),
        query=dict(request.query_params),
        body=body,
        file=file,
        headers=dict(request.headers),
        params=dict(request.path_params),
        port=request.client.port if request.client else 0,
    )
