"""What a browser has from before its person signed in: they keep it in their account, or leave it where it is.

The gate leads here, so that all ways to sign in end so, the one through a proxy and that of a server where everybody
could come before among them. The newest names are shown: they tell whoever shares a browser whose conversations these
are, before they are anybody else's for good, and no more than that browser showed until now.
"""

import hashlib
from collections.abc import Iterator
from html import escape

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from app.apps import NoSuchApp
from app.i18n import Words
from app.identity import KEEP, Person, forgotten, local
from app.identity.cookies import cookie_in
from app.ledger import Found
from app.routes.common import known, nowhere, person_of, said, words_of
from app.routes.doorway import form_of, is_foreign, led, page
from app.services import current
from app.views import Notice

LEFT = "parley_left"  # lasts as long as the browser is open
NAMES = 2
LONGEST = 100  # characters of a name


async def asked_first(scope: Scope, person: Person) -> bool:
    """Whether somebody who has signed in has something from before, and has not left it. Raises ``LedgerFailed``."""
    cookies, keeping = Headers(scope=scope).get("cookie", ""), current().keeping
    visitor = current().identities.before(cookies, person)
    if not visitor or keeping is None or cookie_in(cookies, LEFT) == _mark(visitor, person):
        return False
    return (await keeping.found(visitor)).count > 0


async def show(request: Request) -> Response:
    """What there is, and the choice; whoever has nothing is led on."""
    return await _page(request, local(request.query_params.get("to", "/")))


async def choose(request: Request) -> Response:
    """The page's form. Which visitor it is about the browser's own cookie says, and nothing else."""
    if is_foreign(request):
        return said(request, Notice("error_forbidden"))
    given, person, words = await form_of(request), person_of(request), words_of(request)
    visitor = current().identities.before(request.headers.get("cookie", ""), person)
    keeping, there = current().keeping, local(given.get("to", "/"))
    if not visitor or keeping is None or given.get("of") != _mark(visitor, person):
        return await _page(request, there)  # It was somebody else's choice, or about somebody else.
    if given.get("choice") != "keep":
        response = led(there)
        by_tls = request.url.scheme == "https"
        response.set_cookie(LEFT, _mark(visitor, person), secure=by_tls, httponly=True, samesite="lax")
        return response
    if not await keeping.keep(visitor, person.user):
        return await _page(request, there, words.keep_running)
    response = led(there)
    response.headers.append("set-cookie", forgotten(request.scope))
    return response


async def _page(request: Request, there: str, wrong: str = "") -> Response:
    person, words, services = person_of(request), words_of(request), current()
    if services.identities.door is None or services.keeping is None:
        return await nowhere(request, NoSuchApp())
    visitor = services.identities.before(request.headers.get("cookie", ""), person)
    found = await services.keeping.found(visitor, NAMES) if visitor else Found()
    if not found.count:
        return led(there)
    return _shown(words, found, person, _mark(visitor, person), there, wrong)


def _shown(words: Words, found: Found, person: Person, mark: str, there: str, wrong: str) -> HTMLResponse:
    body, count = _body(words, found, person, mark, there), words.keep_found.format(count=found.count)
    return page(words, words.keep_title, body, said=count, wrong=wrong, status=409 if wrong else 200)


def _body(words: Words, found: Found, person: Person, mark: str, there: str) -> Iterator[str]:
    yield '<ul class="names">'
    yield from (f"<li><bdi>{escape(name[:LONGEST])}</bdi></li>" for name in found.names)
    yield f"</ul><p>{escape(words.keep_why)}</p>"
    yield f'<form method="post" action="{KEEP}">'
    yield f'<input type="hidden" name="to" value="{escape(there)}">'
    yield f'<input type="hidden" name="of" value="{mark}">'
    yield f'<button type="submit" name="choice" value="keep">{escape(words.keep_in_account)}</button>'
    yield f'<button class="second" type="submit" name="choice" value="leave">{escape(words.keep_in_browser)}</button>'
    yield f'</form><p class="said">{escape(words.signed_in_as.format(name=person.name))}</p>'


def _mark(visitor: str, person: Person) -> str:
    """Names a visitor and the sign-in that found them in its browser. It proves nothing."""
    return hashlib.sha256(f"left\0{visitor}\0{person.user}\0{person.session}".encode()).hexdigest()[:16]


ROUTES = [
    Route(KEEP, known(show), methods=["GET"]),
    Route(KEEP, known(choose), methods=["POST"]),
]
