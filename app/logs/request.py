"""The id of what is being done: an HTTP request, an event of a page, or an answer that is being made."""

import re
from contextvars import ContextVar
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ID_HEADER = "x-request-id"
_TAKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the task that runs, and of those that it starts; empty where nobody asked for anything."""


def new_id() -> str:
    """One for what begins now."""
    made = str(uuid4())
    request_id.set(made)
    return made


class RequestIds:
    """Gives each HTTP request an id, which its answer bears. One that a proxy has given already is kept: an id opens
    nothing, and whoever makes one up finds it in the log's lines of their own requests alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(ID_HEADER, "")
        token = request_id.set(given if _TAKEN.fullmatch(given) else str(uuid4()))

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[ID_HEADER] = request_id.get()
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            request_id.reset(token)
