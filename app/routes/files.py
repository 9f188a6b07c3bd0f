"""Files: taking one, and giving its bytes. A file is named by its id in the ledger, never by an address."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import remedies
from app.chat import Chat
from app.dify import errors
from app.dify.errors import DifyError
from app.ledger import File
from app.routes.common import Passing, chat_at, counted, hear_out, length_of, refusal, said, told, user_of
from app.uploads import FileGone, Refused
from app.uploads.headers import SAFE, headers_of
from app.views import Notice

LONGEST_JSON = 10_000

_GONE = Notice("no_such_file")
_PART = re.compile(r"bytes=(\d{1,15}-\d{0,15}|-\d{1,15})", re.ASCII)


async def receive(request: Request) -> Response:
    """One file as the raw body: ``X-File-Name`` and ``X-For`` percent-encoded, ``X-Conversation`` with the id of
    the one in which it will be sent, ``Content-Type``; 201 with what it is now."""
    user = user_of(request)
    if (no := refusal(request, user)) is not None:
        return no
    name = unquote(request.headers.get("x-file-name", ""))
    size, media_type, stream = length_of(request), request.headers.get("content-type", ""), request.stream()
    content = counted(request, user, stream, size)
    try:
        where = _place(request), request.headers.get("x-conversation", "")
        row = await chat_at(request).files.receive(user, name, media_type, size, content, *where)
    except Refused as refused:
        await hear_out(stream, size)
        return told(refused.notice)
    return JSONResponse(shown(row), 201)


async def link(request: Request) -> Response:
    """A file by its address, as ``{url}``; 201 with what it is now."""
    user = user_of(request)
    if (no := refusal(request, user)) is not None:
        return no
    stream = request.stream()
    if (url := await _url(stream)) is None:
        await hear_out(stream, length_of(request))
        return told(Notice("error_too_large"))
    try:
        row = await chat_at(request).files.link(user, url, _place(request))
    except Refused as refused:
        return told(refused.notice)
    return JSONResponse(shown(row), 201)


async def discard(request: Request) -> Response:
    """Forget a file that was not sent."""
    user = user_of(request)
    if (no := refusal(request, user)) is not None:
        return no
    try:
        await chat_at(request).files.discard(user, _id(request))
    except FileGone:
        return said(request, _GONE)
    return Response(status_code=204)


async def show(request: Request) -> Response:
    """A file's bytes; with ``?download=1`` to be saved."""
    return await given(request, chat_at(request), user_of(request), _id(request))


async def given(request: Request, chat: Chat, user: str, file_id: str) -> Response:
    """The bytes of a file of a user's in that chat."""
    part = request.headers.get("range", "")
    part = part if _PART.fullmatch(part) and "if-range" not in request.headers else ""
    stack = AsyncExitStack()
    try:
        opened = await stack.enter_async_context(chat.files.open(user, file_id, part))
    except FileGone:
        return said(request, _GONE)
    except DifyError as error:
        return _failed(request, chat, error)
    headers = headers_of(opened, saved=bool(request.query_params.get("download")))
    if request.method == "HEAD":
        await stack.aclose()
        return Response(status_code=opened.body.status, headers=headers)
    return Passing(opened.body, headers, stack, chat.slug)


def _failed(request: Request, chat: Chat, error: DifyError) -> Response:
    match error:
        case errors.InvalidRequest(status=416) | errors.NotTheApi(status=416):
            return Response(status_code=416, headers=SAFE)
    notice = remedies.told(error, app=chat.slug)
    match error:
        case errors.Unauthorized() | errors.Forbidden() | errors.NotFound():
            return said(request, _GONE)
        case errors.ApiError() if not isinstance(error, errors.Busy):
            # Its words are about a question, and there is none.
            return said(request, Notice("file_away", reference=notice.reference))
    return said(request, notice)


def _id(request: Request) -> str:
    return str(request.path_params["file_id"])


def _place(request: Request) -> str:
    """Which control of a form a file is for; nothing for a question's."""
    return unquote(request.headers.get("x-for", ""))


async def _url(stream: AsyncIterator[bytes]) -> str | None:
    """The address in a small body of JSON, empty where there is none; None for a body that is not small."""
    body = b""
    async for piece in stream:
        body += piece
        if len(body) > LONGEST_JSON:
            return None
    try:
        said: Any = json.loads(body)
    except ValueError:
        return ""
    url = said.get("url") if isinstance(said, dict) else None
    return url.strip() if isinstance(url, str) else ""


def shown(row: File) -> dict[str, str | int]:
    return {"id": row.id, "name": row.name, "kind": row.kind, "size": row.size, "mime_type": row.mime_type}


ROUTES = [
    Route("/files", receive, methods=["POST"]),
    Route("/files/link", link, methods=["POST"]),
    # An id of the ledger and nothing else: what the page's own build may keep in a folder of that name stays its own.
    Route("/files/{file_id:uuid}", show, methods=["GET"]),
    Route("/files/{file_id:uuid}", discard, methods=["DELETE"]),
]
