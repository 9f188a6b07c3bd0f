"""ASGI middleware that gives a visitor's cookie with the HTML document, before the first socket opens."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.identity.signer import COOKIE, Signer

Refusal = Callable[[Scope], Awaitable[ASGIApp | None]]

YEAR = 365 * 24 * 3600
EMBED = "/embed/"  # below which pages stand in other sites' pages
CONDITIONS = (b"if-none-match", b"if-modified-since")
PRIVATE = "no-cache, private"


class VisitorCookie:
    """Sets the cookie on every page of the app for a browser that has none, or one we did not sign.

    HTML that brings a content policy of its own is no such page: a shared conversation, or one to be saved; nor is a
    page below :data:`EMBED`, where no cookie counts. A browser
    that has kept the page but lost the cookie gets the page whole: «not modified» does not say that it is one.
    ``signer`` is asked at each request, since it exists only once the server has started. ``refusal`` is what somebody
    who would get a new cookie is answered where there may be no more of them.
    """

    def __init__(self, app: ASGIApp, signer: Callable[[], Signer], refusal: Refusal) -> None:
        self.app = app
        self.signer = signer
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not http or scope["path"].startswith(EMBED):
            await self.app(scope, receive, send)
            return
        if self._is_stranger(scope):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in CONDITIONS]}
        refused = False

        async def with_cookie(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and is_page(headers := MutableHeaders(scope=message)):
                # A stored copy would carry one visitor's cookie to the next.
                headers["cache-control"] = PRIVATE
                if (no := await self.give(scope, headers)) is not None:
                    refused = True
                    await no(scope, receive, send)
            if not refused:
                await send(message)

        await self.app(scope, receive, with_cookie)

    async def give(self, scope: Scope, headers: MutableHeaders) -> ASGIApp | None:
        """Let a page's ``headers`` bear a cookie for whoever has none. Where there may be no more of them, that is what
        is answered in place of it."""
        if not self._is_stranger(scope):
            return None
        if (no := await self.refusal(scope)) is None:
            headers.append("set-cookie", _cookie(self.signer().new_visitor(), scope))
        return no

    def _is_stranger(self, scope: Scope) -> bool:
        return not self.signer().user(Headers(scope=scope).get("cookie", ""))


def is_page(headers: MutableHeaders) -> bool:
    """Whether what bears them is a page of the app, whose content policy is yet to come."""
    return headers.get("content-type", "").startswith("text/html") and "content-security-policy" not in headers


def forgotten(scope: Scope) -> str:
    """The ``Set-Cookie`` by which a browser is that visitor's no more."""
    return _cookie("", scope, 0)


def _cookie(value: str, scope: Scope, age: int = YEAR) -> str:
    flags = "; Secure" if scope["scheme"] == "https" else ""
    return f"{COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{flags}"
