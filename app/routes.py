"""What must not travel through state: the bytes of files, under the visitor's cookie.

A file is named by its id in the ledger, never by an address.
"""

import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.dify import errors
from app.dify.body import Body
from app.dify.errors import DifyError
from app.ledger import File
from app.middleware import from_own_page
from app.services import current
from app.uploads import FileGone, Refused
from app.uploads.headers import SAFE, headers_of
from app.views import Notice

log = logging.getLogger(__name__)

LONGEST_JSON = 10_000
HEARD_OUT = 16 * 2**20  # bytes of a refused body that are read to its end

_GONE = "This file does not exist, or is not yours."
_AWAY = "The app's server did not give this file. Try again in a moment."
_BUSY = "The app's server is busy. Wait a moment, then load this file again."
_PART = re.compile(r"bytes=(\d{1,15}-\d{0,15}|-\d{1,15})", re.ASCII)
_STATUS = {
    "file_empty": 400,
    "files_too_many": 400,
    "url_wrong": 400,
    "no_identity": 401,
    "error_forbidden": 403,
    "uploads_off": 403,
    "url_not_allowed": 403,
    "file_too_large": 413,
    "error_too_large": 413,
    "file_type_refused": 415,
    "error_busy": 503,
}


async def receive(request: Request) -> Response:
    """One file as the raw body: ``X-File-Name`` percent-encoded, ``Content-Type``; 201 with what it is now."""
    user = _user(request)
    if (refusal := _refusal(request, user)) is not None:
        return refusal
    name = unquote(request.headers.get("x-file-name", ""))
    length = request.headers.get("content-length", "")
    size = int(length) if length.isascii() and length.isdigit() else None
    media_type, stream = request.headers.get("content-type", ""), request.stream()
    try:
        row = await current().chat.files.receive(user, name, media_type, size, stream)
    except Refused as refused:
        await _hear_out(stream, size)
        return _told(refused.notice)
    except ClientDisconnect:
        return Response(status_code=400)  # Nobody is there to read it.
    return JSONResponse(_shown(row), 201)


async def link(request: Request) -> Response:
    """A file by its address, as ``{url}``; 201 with what it is now."""
    user = _user(request)
    if (refusal := _refusal(request, user)) is not None:
        return refusal
    try:
        row = await current().chat.files.link(user, await _url(request))
    except Refused as refused:
        return _told(refused.notice)
    return JSONResponse(_shown(row), 201)


async def discard(request: Request) -> Response:
    """Forget a file that was not sent."""
    user = _user(request)
    if (refusal := _refusal(request, user)) is not None:
        return refusal
    try:
        await current().chat.files.discard(user, _id(request))
    except FileGone:
        return _sentence(_GONE, 404)
    return Response(status_code=204)


async def show(request: Request) -> Response:
    """A file's bytes; with ``?download=1`` to be saved."""
    part = request.headers.get("range", "")
    part = part if _PART.fullmatch(part) and "if-range" not in request.headers else ""
    stack = AsyncExitStack()
    try:
        opened = await stack.enter_async_context(current().chat.files.open(_user(request), _id(request), part))
    except FileGone:
        return _sentence(_GONE, 404)
    except DifyError as error:
        return _failed(error)
    headers = headers_of(opened, saved=bool(request.query_params.get("download")))
    if request.method == "HEAD":
        await stack.aclose()
        return Response(status_code=opened.body.status, headers=headers)
    return _Passing(opened.body, headers, stack)


class _Passing(StreamingResponse):
    """The upstream's bytes as they come; however it ends, the upstream's transfer ends with it."""

    def __init__(self, body: Body, headers: dict[str, str], stack: AsyncExitStack) -> None:
        super().__init__(body.aiter_bytes(), body.status, headers)
        self._stack = stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._stack:
                await super().__call__(scope, receive, send)
        except DifyError as error:
            # The head is sent: an answer that is left without its end is all that can still be said.
            log.warning("a file broke off: %s: %s", type(error).__name__, error)


def _failed(error: DifyError) -> Response:
    log.warning("a file could not be opened: %s: %s", type(error).__name__, error)
    match error:
        case errors.InvalidRequest(status=416) | errors.NotTheApi(status=416):
            return Response(status_code=416, headers=SAFE)
        case errors.Unauthorized() | errors.Forbidden() | errors.NotFound():
            return _sentence(_GONE, 404)
        case errors.Busy():
            return _sentence(_BUSY, 503)
    return _sentence(_AWAY, 502)


def _user(request: Request) -> str:
    return current().signer.user(request.headers.get("cookie", ""))


def _id(request: Request) -> str:
    return str(request.path_params["file_id"])


def _refusal(request: Request, user: str) -> Response | None:
    """Why a request that changes something is not heard: it comes from another site's page, or from nobody."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site != "same-origin" or not from_own_page(request.headers):
        return _told(Notice("error_forbidden"))
    return None if user else _told(Notice("no_identity"))


async def _hear_out(stream: AsyncIterator[bytes], size: int | None) -> None:
    """Read on to the end of a body that was refused, unless it is a long one.

    A browser that is still sending when its connection closes may never read why.
    """
    heard = 0
    with suppress(ClientDisconnect):
        if (size or 0) <= HEARD_OUT:
            async for piece in stream:
                heard += len(piece)
                if heard > HEARD_OUT:
                    return


async def _url(request: Request) -> str:
    """The address in a small body of JSON; nothing where there is none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_JSON:
            return ""
    try:
        said: Any = json.loads(body)
    except ValueError:
        return ""
    url = said.get("url") if isinstance(said, dict) else None
    return url.strip() if isinstance(url, str) else ""


def _shown(row: File) -> dict[str, str | int]:
    return {"id": row.id, "name": row.name, "kind": row.kind, "size": row.size, "mime_type": row.mime_type}


def _told(notice: Notice) -> JSONResponse:
    return JSONResponse({"key": notice.key, "args": notice.args}, _STATUS.get(notice.key, 502), SAFE)


def _sentence(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"Cache-Control": "no-store", **SAFE})


ROUTES = [
    Route("/files", receive, methods=["POST"]),
    Route("/files/link", link, methods=["POST"]),
    # An id of the ledger and nothing else: what the page's own build may keep in a folder of that name stays its own.
    Route("/files/{file_id:uuid}", show, methods=["GET"]),
    Route("/files/{file_id:uuid}", discard, methods=["DELETE"]),
]
