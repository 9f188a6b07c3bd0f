"""What every route needs: whose request it is, why it is not heard, and how an error is told."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.dify.body import Body
from app.dify.errors import DifyError
from app.middleware import from_own_page
from app.services import current
from app.uploads.headers import SAFE
from app.views import Notice

log = logging.getLogger(__name__)

HEARD_OUT = 16 * 2**20  # bytes of a refused body that are read to its end

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


class Passing(StreamingResponse):
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


def user_of(request: Request) -> str:
    return current().signer.user(request.headers.get("cookie", ""))


def refusal(request: Request, user: str) -> Response | None:
    """Why a request that changes something is not heard: it comes from another site's page, or from nobody."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site != "same-origin" or not from_own_page(request.headers):
        return told(Notice("error_forbidden"))
    return None if user else told(Notice("no_identity"))


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


def told(notice: Notice) -> JSONResponse:
    return JSONResponse({"key": notice.key, "args": notice.args}, _STATUS.get(notice.key, 502), SAFE)


def plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"Cache-Control": "no-store", **SAFE})
