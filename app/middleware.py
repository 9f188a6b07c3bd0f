"""ASGI middleware around the whole server: what a page may load, whose sockets are let in, why it does not start."""

import base64
import hashlib
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.i18n import choose, chosen_in
from app.identity import client_scheme
from app.identity.cookie import CONDITIONS, EMBED
from app.ledger import LedgerFailed
from app.metrics import SOCKETS
from app.settings import Network
from app.state.wire import SEND

log = logging.getLogger(__name__)

CROWD = "/sockets"

# What a browser may be asked for: the microphone, to dictate, and nothing else that asks a person or tells of them.
_PERMISSIONS = ["microphone=(self)", "clipboard-write=(self)", "fullscreen=(self)", "autoplay=(self)"]
_REFUSED = "accelerometer browsing-topics camera display-capture encrypted-media geolocation gyroscope"
_REFUSED += " hid idle-detection local-fonts magnetometer midi payment publickey-credentials-get screen-wake-lock"
_REFUSED += " serial usb xr-spatial-tracking"
_YEAR = 365 * 24 * 3600
PERMISSIONS = ", ".join([*_PERMISSIONS, *(f"{name}=()" for name in _REFUSED.split())])

Admission = Callable[[Scope], Awaitable[Scope | None]]

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)

_ALONE = "frame-ancestors 'none'"


def content_policy(documents: Iterable[Path]) -> str:
    """The Content-Security-Policy for pages built into ``documents`` (HTML files).

    Scripts are ours alone: files of this server, and those inline scripts that the build wrote, by their hashes.
    An answer can neither run anything nor send anything elsewhere by loading it.
    """
    hashes = sorted({_hash(script) for file in documents for script in _INLINE_SCRIPT.findall(file.read_bytes())})
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            # Emotion, which Reflex's components bring, puts one empty element into the page and fills it by script.
            f"style-src 'self' {_hash(b'')}",
            "style-src-attr 'unsafe-inline'",  # KaTeX places what a formula is made of by them
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "media-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'self'",
            _ALONE,
            "object-src 'none'",
        ]
    )


def _hash(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


class SecurityHeaders:
    """Adds the policy and :data:`PERMISSIONS` to every HTML answer, the policy where it has none of its own, and
    ``nosniff`` to every answer. A browser that came by TLS is told to come no other way.

    ``documents`` is the folder of the built page; it is read at the first request, since it is built after import.
    ``proxies`` are those that are trusted: what is within finds in the scope's ``scheme`` how the browser came.
    ``origins`` gives those of the pages that an app may stand in; no other page of ours can be framed.
    """

    def __init__(
        self,
        app: ASGIApp,
        documents: Path,
        proxies: Callable[[], Collection[Network]],
        origins: Callable[[str], list[str]],
    ) -> None:
        self.app = app
        self.documents = documents
        self.proxies = proxies
        self.origins = origins
        self._policy = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(EMBED):
            # «Not modified» would let the policy of an earlier time stand.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in CONDITIONS]}
        policy = self._policy = self._policy or content_policy(self.documents.rglob("*.html"))
        scope = {**scope, "scheme": client_scheme(scope, self.proxies())}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-content-type-options"] = "nosniff"
                headers.setdefault("referrer-policy", "same-origin")
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = f"max-age={_YEAR}"
                if headers.get("content-type", "").startswith("text/html"):
                    headers["permissions-policy"] = PERMISSIONS
                    self._guard(headers, scope["path"], policy)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _guard(self, headers: MutableHeaders, path: str, policy: str) -> None:
        if path.startswith(EMBED):
            headers["cache-control"] = "no-store"
            parts = path.split("/")
            # Through two dots, which a browser sends where their slash is encoded, any other page would be found.
            if ".." not in parts and (framing := " ".join(self.origins(parts[2]))):
                policy = policy.replace(_ALONE, f"frame-ancestors {framing}")
        headers.setdefault("content-security-policy", policy)


class OwnSend:
    """Stands outside of all, and keeps the server's own ``send`` in the scope of each WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, SEND: send} if scope["type"] == "websocket" else scope, receive, send)


class Starting:
    """Says why a server cannot start in a sentence alone, where Starlette's lifespan would tell a traceback as well.

    ``refusals`` are the errors whose text is that sentence.
    """

    def __init__(self, app: ASGIApp, refusals: tuple[type[Exception], ...]) -> None:
        self.app = app
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        told = False

        async def in_a_sentence(message: Message) -> None:
            nonlocal told
            error = sys.exc_info()[1]
            if message["type"] == "lifespan.startup.failed" and isinstance(error, self.refusals):
                message, told = {**message, "message": str(error)}, True
            await send(message)

        try:
            await self.app(scope, receive, in_a_sentence)
        except self.refusals:
            if not told:
                raise


class OwnSockets:
    """Refuses a WebSocket that a page of another site opens, or that no page opened, one more than ``most()``, and that
    of somebody whom ``admitted`` does not let in: it gives the scope that the socket of anybody else is to have.

    A page whose socket is refused tries again by itself, and asks ``CROWD`` for the reason: 503 says that there are too
    many, 401 that whoever it is has not signed in.
    A proxy may have put its own name in ``Host``; a browser's script can set neither that nor the forwarded one.
    One that comes to ``events``, a path that ends with a slash, goes straight to what is mounted there: each app that
    is wrapped around it keeps some kilobytes of every socket, and is passed by all that is sent.
    """

    def __init__(
        self, app: ASGIApp, most: Callable[[], int], events: str = "/", admitted: Admission | None = None
    ) -> None:
        self.app = app
        self.events = events
        self.inner = mounted(app, events.rstrip("/")) or app
        self.most = most
        self.admitted = admitted or _everybody
        self.open = 0
        self.full = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == CROWD:
            await (await self._outcome(scope))(scope, receive, send)
        elif scope["type"] != "websocket":
            await self.app(scope, receive, send)
        elif not from_own_page(Headers(scope=scope)) or (admitted := await self._let_in(scope)) is None:
            await send({"type": "websocket.close", "code": 1008})
        elif self.open >= self.most():
            if not self.full:
                log.warning("%d sockets are open: no more are let in", self.open)
            self.full = True
            await send({"type": "websocket.close", "code": 1013})
        else:
            self.open += 1
            SOCKETS.inc()
            try:
                inner = self.inner if scope["path"].startswith(self.events) else self.app
                await inner(admitted, receive, send)
            finally:
                self.open -= 1
                SOCKETS.dec()
                self.full = False

    async def _let_in(self, scope: Scope) -> Scope | None:
        """While the ledger is away nobody is: their page tries again."""
        try:
            return await self.admitted(scope)
        except LedgerFailed as error:
            log.warning("a socket is not let in, since the ledger is away: %s", type(error).__name__)
            return None

    async def _outcome(self, scope: Scope) -> Response:
        """Whether whoever asks would be let in."""
        with suppress(LedgerFailed):
            if await self.admitted(scope) is None:
                return Response(status_code=401)
        return self._crowd(Headers(scope=scope))

    def _crowd(self, headers: Headers) -> Response:
        """Whether one more would be let in, and what is said to whoever is not."""
        if self.open < self.most():
            return Response(status_code=204)
        words = choose(headers.get("accept-language", ""), chosen_in(headers.get("cookie", "")))
        return PlainTextResponse(words.crowded, 503)


async def _everybody(scope: Scope) -> Scope:
    return scope


def mounted(app: ASGIApp, path: str) -> ASGIApp | None:
    """What is mounted at ``path`` in ``app``, or in an app that is mounted at the root of it."""
    for route in getattr(app, "routes", ()):
        if isinstance(route, Mount):
            found = route.app if route.path == path else None if route.path else mounted(route.app, path)
            if found is not None:
                return found
    return None


def from_own_page(headers: Headers) -> bool:
    """Whether a page of this server makes the request, as ``Origin`` says, which a script can neither set nor omit."""
    origin = urlsplit(headers.get("origin", "")).netloc
    forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
    return bool(origin) and origin in (headers.get("host", ""), forwarded)
