"""What every route needs: whose request it is, why it is not heard, and how an error is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict
from functools import wraps
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from app import remedies
from app.apps import NoSuchApp
from app.chat import Chat
from app.dify.body import Body
from app.dify.errors import DifyError
from app.i18n import Words, choose, chosen_in
from app.identity import NOBODY, Person, place_of
from app.identity.cookie import EMBED
from app.limits import LIMITS, Reached
from app.middleware import from_own_page
from app.remedies import notice_of, reported, unforeseen
from app.services import current
from app.uploads import Refused
from app.uploads.headers import SAFE
from app.views import Notice

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]

_PERSON = "parley.person"  # in a request's scope: who makes it
_LEAVING = "parley.leaving"  # in a request's scope: the task that ends when its browser leaves
PASS = "x-parley-pass"
HEARD_OUT = 16 * 2**20  # bytes of a refused body that are read to its end

_STATUS = {
    "file_empty": 400,
    "files_too_many": 400,
    "heard_nothing": 400,
    "url_wrong": 400,
    "no_identity": 401,
    "error_forbidden": 403,
    "uploads_off": 403,
    "files_by_address": 403,
    "url_not_allowed": 403,
    "speech_off": 403,
    "reading_off": 403,
    "answer_gone": 404,
    "gone": 404,
    "no_such_file": 404,
    "inbox_not_yours": 409,
    "file_too_large": 413,
    "error_too_large": 413,
    "recording_too_long": 413,
    "file_type_refused": 415,
    "error_unsupported": 415,
    "recording_refused": 415,
    "error_ours": 500,
    "error_disk": 507,
    "error_database": 503,
    "audit_unwritten": 503,
    "error_busy": 503,
    "error_busy_for": 503,
    "error_timeout": 504,
}


class Passing(StreamingResponse):
    """The upstream's bytes as they come; however it ends, the upstream's transfer ends with it."""

    def __init__(self, body: Body, headers: dict[str, str], stack: AsyncExitStack, app: str) -> None:
        super().__init__(body.aiter_bytes(), body.status, headers)
        self._stack = stack
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving: asyncio.Task[None] | None = scope.pop(_LEAVING, None)

        async def left() -> Message:
            assert leaving is not None
            await asyncio.shield(leaving)
            return {"type": "http.disconnect"}

        try:
            async with self._stack:
                await super().__call__(scope, left if leaving else receive, send)
        except DifyError as error:
            # The head is sent: an answer that is left without its end is all that can still be said.
            reported(notice_of(error), error, app=self._app)
        finally:
            if leaving:
                leaving.cancel()


def chat_at(request: Request) -> Chat:
    """The chat of the app that the address names, as whoever asks sees it.

    Raises :class:`NoSuchApp`, which :func:`nowhere` answers.
    """
    return current().apps.open_to(person_of(request)).at(request.path_params.get("app", ""))


def base_of(request: Request) -> str:
    """Below what all addresses of the request's app stand."""
    slug = request.path_params.get("app", "")
    place = "embed" if request.url.path.startswith(EMBED) else "apps"
    return f"/{place}/{slug}" if slug else ""


def known(endpoint: Endpoint) -> Endpoint:
    """``endpoint``, once it is known who asks."""

    @wraps(endpoint)
    async def asked(request: Request) -> Response:
        framed = request.url.path.startswith(EMBED)
        request.scope[_PERSON] = _guest(request) if framed else await current().identities.of(request.scope)
        return await endpoint(request)

    return asked


def _guest(request: Request) -> Person:
    """Whoever asks from a page within another site's page: by the pass in a header, or by an address that is signed."""
    frames, slug = current().frames, request.path_params["app"]
    if (shown := request.headers.get(PASS)) is not None:
        guest = frames.read(slug, shown)
        return guest.person if guest else NOBODY
    if request.method not in ("GET", "HEAD") or not frames.origins(slug):
        return NOBODY
    path = request.url.path.removeprefix(f"{EMBED}{slug}")
    return frames.passes.allowed(request.query_params.get("pass", ""), slug, path)


def person_of(request: Request) -> Person:
    """Whoever asks; nobody where the request proves nothing. A route that is not :func:`known` fails."""
    person: Person = request.scope[_PERSON]
    return person


def user_of(request: Request) -> str:
    """The person's id; empty for nobody."""
    return person_of(request).user


def address_of(request: Request) -> str:
    """Where a request is counted to come from; empty where that is not known."""
    return place_of(request.scope, current().settings.trusted_proxies)


def refusal(request: Request, user: str) -> Response | None:
    """Why a request that changes something is not heard: it comes from another site's page, or from nobody."""
    if from_elsewhere(request) or not from_own_page(request.headers):
        return told(Notice("error_forbidden"))
    return None if user else told(Notice("no_identity"))


def from_elsewhere(request: Request) -> bool:
    """Whether another site's page makes the request, or nobody's, as far as the browser says."""
    return request.headers.get("sec-fetch-site", "same-origin") != "same-origin"


def length_of(request: Request) -> int | None:
    """How many bytes the browser says that it sends."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


async def unless_left(request: Request, work: Awaitable[T]) -> T | None:
    """What ``work`` gives, or None where the browser left before: it is then broken off.

    A :class:`Passing` that answers the request goes on waiting where this did: granian tells whoever asks anew, right
    after a wait that was given up, that the browser left.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        given = working.result() if working.done() else None
    except BaseException:
        leaving.cancel()
        raise
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    request.scope[_LEAVING] = leaving
    return given


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def hear_out(stream: AsyncIterator[bytes], size: int | None) -> None:
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


async def counted(request: Request, user: str, stream: AsyncIterator[bytes], size: int | None) -> AsyncIterator[bytes]:
    """A request's body, once there is room for its ``size``, or for each piece where the browser did not say one.

    Raises :class:`Refused` to whoever reads it.
    """
    chat, address = chat_at(request), address_of(request)
    try:
        if size is not None:
            await chat.allowance.upload(user, address, size)
        async for piece in stream:
            if size is None:
                await chat.allowance.upload(user, address, len(piece))
            yield piece
    except Reached as reached:
        raise Refused(remedies.told(reached, app=chat.slug)) from None


def told(notice: Notice) -> JSONResponse:
    values = {name: value for name, value in asdict(notice).items() if value or name == "args"}
    return JSONResponse(values, _status(notice), {**SAFE, **_retry(notice)})


def _status(notice: Notice) -> int:
    return 429 if notice.key in LIMITS else _STATUS.get(notice.key, 502)


def _retry(notice: Notice) -> dict[str, str]:
    """When a script that was refused may come again."""
    return {"Retry-After": notice.args["seconds"]} if notice.key in LIMITS else {}


def words_of(request: Request) -> Words:
    """The catalogue in which the visitor reads this page."""
    headers = request.headers
    return choose(headers.get("accept-language", ""), chosen_in(headers.get("cookie", "")))


def said(request: Request, notice: Notice) -> Response:
    """A notice as a sentence in the visitor's language."""
    words = words_of(request)
    sentence = getattr(words, notice.key).format_map(notice.args)
    if notice.reference:
        sentence = f"{sentence} {words.reference.format(reference=notice.reference)}"
    return plain(sentence, _status(notice))


async def ours(request: Request, failure: Exception) -> Response:
    """What is answered where a route failed as nobody foresaw: to a script of the page as a notice."""
    notice = unforeseen(failure, f"{request.method} of a route")
    return said(request, notice) if request.method in ("GET", "HEAD") else told(notice)


async def nowhere(request: Request, failure: Exception) -> Response:
    """What is answered where there is no such app: as little as of anything else that is not there."""
    notice = Notice("gone")
    return said(request, notice) if request.method in ("GET", "HEAD") else told(notice)


async def unread(request: Request, failure: Exception) -> Response:
    """Whoever leaves before all of a request has come reads no answer, and nothing has failed."""
    return Response(status_code=400)


ANSWERS = {NoSuchApp: nowhere, ClientDisconnect: unread}
"""What is answered where any route raises one of these."""


def plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"Cache-Control": "no-store", **SAFE})
