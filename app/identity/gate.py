"""ASGI middleware that leads to the sign-in page whoever has not signed in, where that is asked."""

import hashlib
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.identity.cookie import CONDITIONS, EMBED, PRIVATE, YEAR, VisitorCookie, is_page
from app.identity.cookies import cookie_in
from app.identity.identities import Identities
from app.identity.person import Person
from app.ledger import LedgerFailed

SIGN_IN = "/sign-in"
KEEP = f"{SIGN_IN}/keep"
DRAFTS = "parley_drafts"


class Gate:
    """Before every page of the app; ``visitors`` is what stands before ``app`` where everybody may come.

    Where people sign in, a page at a path that is ``public`` is shown to others as well, each of whom gets a visitor's
    cookie; those that stand in other sites' pages, where no cookie counts, are shown to all; and whoever has signed in
    and is ``asked_first`` what becomes of what they had before is led to where they are. HTML that brings a content
    policy of its own is no page of the app. What a browser has kept is sent whole: «not modified» does not say that it
    is a page; and of whoever has signed in it keeps none, or its way back would show it to whoever comes after them, as
    it was left. ``identities`` are asked for at each request, since they exist only once the server has started. While
    the ledger is away the page, which holds nothing of anybody's, is shown, and says so.
    """

    def __init__(
        self,
        app: ASGIApp,
        visitors: VisitorCookie,
        identities: Callable[[], Identities],
        public: Callable[[str], bool],
        asked_first: Callable[[Scope, Person], Awaitable[bool]],
    ) -> None:
        self.app = app
        self.visitors = visitors
        self.identities = identities
        self.public = public
        self.asked_first = asked_first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
        elif self.identities().door is None or _is_framed(scope["path"]):
            await self.visitors(scope, receive, send)
        else:
            await self._asked(scope, receive, send)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "text/html" in Headers(scope=scope).get("accept", ""):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in CONDITIONS]}
        answered = False

        async def unless_led_away(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start" and is_page(headers := MutableHeaders(scope=message)):
                headers["cache-control"] = "no-store"
                if (instead := await self._instead(scope, headers)) is not None:
                    answered = True
                    await instead(scope, receive, send)
            if not answered:
                await send(message)

        await self.app(scope, receive, unless_led_away)

    async def _instead(self, scope: Scope, headers: MutableHeaders) -> ASGIApp | None:
        """What whoever asks is answered in place of a page with these ``headers``, which bear the cookies that they are
        to have, and whether a browser may keep it; None where they may see it, or where that cannot be known."""
        try:
            person = await self.identities().of(scope)
            known = person.user != "" and not person.visitor
            if known and await self.asked_first(scope, person):
                return _led(scope, KEEP)
        except LedgerFailed:
            return None
        _mark(headers, Headers(scope=scope).get("cookie", ""), _drafts(person.user) if known else "")
        if known:
            return None
        headers["cache-control"] = PRIVATE
        return await self.visitors.give(scope, headers) if self.public(scope["path"]) else _led(scope, SIGN_IN)


def _is_framed(path: str) -> bool:
    """Through two dots another page would be found."""
    return path.startswith(EMBED) and ".." not in path.split("/")


def _mark(headers: MutableHeaders, cookies: str, whose: str) -> None:
    """Set the cookie that the page's scripts read: ``whose`` drafts the browser shows. It names nobody."""
    if whose != cookie_in(cookies, DRAFTS):
        age = YEAR if whose else 0
        headers.append("set-cookie", f"{DRAFTS}={whose}; Path=/; Max-Age={age}; SameSite=Lax")


def _drafts(user: str) -> str:
    return hashlib.sha256(f"drafts of {user}".encode()).hexdigest()[:12]


def _led(scope: Scope, place: str) -> ASGIApp:
    query = scope["query_string"].decode("latin-1")
    there = scope["path"] + (f"?{query}" if query else "")
    where = f"{place}?to={quote(there, safe='')}"
    return RedirectResponse(where, 303, {"cache-control": "no-store"})


def local(there: str) -> str:
    """``there`` where it is a path of this server; else its beginning. No browser reads a host into what is left."""
    right = there.startswith("/") and not there.startswith(("//", "/\\", SIGN_IN)) and there.isprintable()
    return there if right and "\\" not in there and there.isascii() and len(there) < 4_000 else "/"
