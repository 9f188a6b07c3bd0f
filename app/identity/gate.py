"""ASGI middleware that leads to the sign-in page whoever has not signed in, where that is asked."""

import hashlib
from collections.abc import Callable
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.identity.cookie import CONDITIONS, YEAR
from app.identity.identities import Identities
from app.ledger import LedgerFailed

SIGN_IN = "/sign-in"
DRAFTS = "parley_drafts"


class Gate:
    """Before every page of the app; ``visitors`` is what stands before ``app`` where everybody may come.

    HTML that brings a content policy of its own is no such page. What a browser has kept is sent whole: «not modified»
    does not say that it is a page. ``identities`` are asked for at each request, since they exist only once the server
    has started. While the ledger is away the page, which holds nothing of anybody's, is shown, and says so.
    """

    def __init__(self, app: ASGIApp, visitors: ASGIApp, identities: Callable[[], Identities]) -> None:
        self.app = app
        self.visitors = visitors
        self.identities = identities

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
        elif (identities := self.identities()).door is None:
            await self.visitors(scope, receive, send)
        else:
            await self._asked(identities, scope, receive, send)

    async def _asked(self, identities: Identities, scope: Scope, receive: Receive, send: Send) -> None:
        if "text/html" in Headers(scope=scope).get("accept", ""):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in CONDITIONS]}
        led_away = False

        async def unless_nobody(message: Message) -> None:
            nonlocal led_away
            if message["type"] == "http.response.start" and _is_page(headers := MutableHeaders(scope=message)):
                headers["cache-control"] = "no-cache, private"
                user = await _user(identities, scope)
                if led_away := user == "":
                    await send(_leading(scope))
                    await send({"type": "http.response.body", "body": b""})
                elif user and (cookie := _drafts(user)) not in Headers(scope=scope).get("cookie", ""):
                    headers.append("set-cookie", f"{cookie}; Path=/; Max-Age={YEAR}; SameSite=Lax")
            if not led_away:
                await send(message)

        await self.app(scope, receive, unless_nobody)


def _is_page(headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/html") and "content-security-policy" not in headers


async def _user(identities: Identities, scope: Scope) -> str | None:
    """Empty for nobody; None where it cannot be known."""
    try:
        return (await identities.of(scope)).user
    except LedgerFailed:
        return None


def _drafts(user: str) -> str:
    """The cookie that the page's scripts read: whose drafts the browser shows. It proves nothing, and names nobody."""
    return f"{DRAFTS}={hashlib.sha256(f'drafts of {user}'.encode()).hexdigest()[:12]}"


def _leading(scope: Scope) -> Message:
    query = scope["query_string"].decode("latin-1")
    there = scope["path"] + (f"?{query}" if query else "")
    where = f"{SIGN_IN}?to={quote(there, safe='')}"
    headers = [(b"location", where.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    return {"type": "http.response.start", "status": 303, "headers": headers}


def local(there: str) -> str:
    """``there`` where it is a path of this server; else its beginning. No browser reads a host into what is left."""
    right = there.startswith("/") and not there.startswith(("//", "/\\", SIGN_IN)) and there.isprintable()
    return there if right and "\\" not in there and there.isascii() and len(there) < 4_000 else "/"
