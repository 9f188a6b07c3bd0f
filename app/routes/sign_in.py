"""Signing in and out: who somebody is changes here and nowhere else."""

import logging
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.addresses import for_visitors
from app.apps import NoSuchApp
from app.identity import SIGN_IN, Claim, Person, local
from app.identity.cookies import cookies_in
from app.identity.id_token import Unproved
from app.identity.oidc import BACK, MINUTES, ProviderAway
from app.identity.passwords import LONGEST_NAME, TooManyGuesses
from app.routes.common import address_of, known, nowhere, person_of, said, words_of
from app.routes.doorway import form_of, is_foreign, led
from app.routes.entrance import entrance
from app.services import current
from app.views import Notice

log = logging.getLogger(__name__)


async def show(request: Request) -> Response:
    """The sign-in page; whoever has signed in is led on. Where nobody has to there is none."""
    if current().identities.door is None:
        return await nowhere(request, NoSuchApp())
    there = local(request.query_params.get("to", "/"))
    person = person_of(request)
    if person.user and not person.visitor:
        return led(there)
    words, asked = words_of(request), request.query_params
    before = words.signed_out if "out" in asked else words.sign_in_again if "ended" in asked else ""
    return _page(request, there, said=before)


async def enter(request: Request) -> Response:
    """The sign-in page's form."""
    passwords, sessions = current().passwords, current().sessions
    if passwords is None or sessions is None:
        return await nowhere(request, NoSuchApp())
    if is_foreign(request):
        return said(request, Notice("error_forbidden"))
    words, given = words_of(request), await form_of(request)
    there, name = local(given.get("to", "/")), given.get("name", "")
    try:
        claim = await passwords.claim(name, given.get("password", ""), address_of(request))
    except TooManyGuesses as error:
        wait = words.sign_in_slow.format(seconds=int(error.seconds) + 1)
        return _page(request, there, wrong=wait, name=name[:LONGEST_NAME], status=429)
    if claim is not None:
        response = await _entered(request, claim, there)
        if await passwords.stands(claim):
            return response
        await sessions.end(Person(claim.user), everywhere=True)
    return _page(request, there, wrong=words.sign_in_wrong, name=name[:LONGEST_NAME], status=403)


async def begin(request: Request) -> Response:
    """To the provider's page."""
    if (provider := current().provider) is None:
        return await nowhere(request, NoSuchApp())
    there = local(request.query_params.get("to", "/"))
    try:
        begun = await provider.begin(there)
    except ProviderAway as error:
        return _away(request, there, error)
    response = led(begun.url)
    response.set_cookie(
        begun.name, begun.cookie, MINUTES * 60, path=SIGN_IN, secure=_by_tls(request), httponly=True, samesite="lax"
    )
    return response


async def come_back(request: Request) -> Response:
    """From the provider's page. What a browser kept meanwhile is good for one answer."""
    if (provider := current().provider) is None:
        return await nowhere(request, NoSuchApp())
    words, cookies = words_of(request), dict(cookies_in(request.headers.get("cookie", "")))
    try:
        claim, there = await provider.finish(request.query_params, cookies)
        response = await _entered(request, claim, local(there))
    except ProviderAway as error:
        response = _away(request, "/", error)
    except Unproved as error:
        log.warning("a sign-in is refused: %s", error)
        response = _page(request, "/", wrong=words.sign_in_failed, status=403)
    response.delete_cookie(provider.cookie_of(request.query_params), path=SIGN_IN)
    return response


async def leave(request: Request) -> Response:
    """Sign out, with ``?everywhere=1`` on all devices; ``{to}`` is where the page goes then."""
    sessions, person = current().sessions, person_of(request)
    if sessions is None:
        return await nowhere(request, NoSuchApp())
    if is_foreign(request):
        return said(request, Notice("error_forbidden"))
    if person.session:
        await sessions.end(person, everywhere=bool(request.query_params.get("everywhere")))
    there = await provider.end_url() if (provider := current().provider) else ""
    headers = {"Set-Cookie": sessions.ended(request.scope), "Cache-Control": "no-store"}
    return JSONResponse({"to": there or f"{SIGN_IN}?out"}, headers=headers)


def _page(
    request: Request, there: str, *, said: str = "", wrong: str = "", name: str = "", status: int = 200
) -> Response:
    """The sign-in page. Who does not sign in goes on as a visitor to ``there``, or to what is open to one."""
    apps = current().apps
    open_there = there if for_visitors(urlsplit(there).path, apps) else "/"
    without = open_there if apps.for_visitors else ""
    way = current().settings.sign_in
    return entrance(words_of(request), way, there, without=without, said=said, wrong=wrong, name=name, status=status)


def _by_tls(request: Request) -> bool:
    sessions = current().sessions
    return sessions is not None and sessions.by_tls(request.scope)


async def _entered(request: Request, claim: Claim, there: str) -> Response:
    sessions, response = current().sessions, led(there)
    assert sessions is not None
    response.headers.append("set-cookie", await sessions.begin(claim, request.scope))
    return response


def _away(request: Request, there: str, error: ProviderAway) -> Response:
    log.error("the OpenID provider is away: %s", error)
    words = words_of(request)
    return _page(request, there, wrong=words.sign_in_away, status=503)


ROUTES = [
    Route(SIGN_IN, known(show), methods=["GET"]),
    Route(SIGN_IN, known(enter), methods=["POST"]),
    Route(f"{SIGN_IN}/begin", known(begin), methods=["GET"]),
    Route(BACK, known(come_back), methods=["GET"]),
    Route("/sign-out", known(leave), methods=["POST"]),
]
