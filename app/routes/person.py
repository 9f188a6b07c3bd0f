"""All that is kept of one person, for an admin: to be saved, or to be erased, each with one press and noted."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.apps.exporting import Exporting
from app.apps.people import wish
from app.export import disposition, file_name
from app.i18n import Words
from app.ledger import Erasure
from app.ledger.remnants import ANNOTATION, Remnant
from app.routes.admin import PERSON, Admin, admin_only, sheet
from app.routes.common import from_elsewhere, known, said, words_of
from app.routes.doorway import form_of
from app.uploads.headers import SAFE
from app.views import Notice

LONGEST = 255  # characters of a user id
SOON = 2  # seconds after which a page is looked at again that says how far it is


async def show(request: Request, admin: Admin) -> Response:
    user = _user(request.query_params.get("user", ""))
    return await _page(request, admin, user) if user else _nobody(request)


async def export(request: Request, admin: Admin) -> Response:
    """The ZIP of the command ``parley people export``, of the apps that are there for the admin."""
    user = _user(request.query_params.get("user", ""))
    if from_elsewhere(request):
        return said(request, Notice("gone"))
    if not user:
        return _nobody(request)
    for slug in admin.slugs:
        await admin.note("exported", app=slug, customer=user)
    name = f"{file_name(user, 'person', 0.0)}.zip"
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "no-store", **SAFE}
    exporting = Exporting(admin.ledger, user, admin.chats)
    return StreamingResponse(exporting.pieces(whole=admin.of_all), headers=headers, media_type="application/zip")


async def erase(request: Request, admin: Admin) -> Response:
    """The form below what it says. Who did not type the id has erased nothing."""
    given, words = await form_of(request), words_of(request)
    user = _user(given.get("user", ""))
    if not user:
        return _nobody(request)
    if given.get("typed", "").strip() != user.strip():
        return await _page(request, admin, user, wrong=words.person_not_typed)
    slugs = await _slugs(admin, user)
    for slug in slugs:
        await admin.note("erased", app=slug, customer=user)
    await wish(admin.ledger, user, slugs, whole=admin.of_all)
    return await _page(request, admin, user)


async def _slugs(admin: Admin, user: str) -> list[str]:
    """Apps that are served no more are of whoever has all the others."""
    former = await admin.ledger.people.apps(user) if admin.of_all else []
    return sorted({*admin.slugs, *former})


async def _page(request: Request, admin: Admin, user: str, wrong: str = "") -> Response:
    words = words_of(request)
    pending = [row for row in await admin.ledger.erasures.all(user) if row.app in admin.slugs or admin.of_all]
    slugs = await _slugs(admin, user)
    here = sorted({*await admin.ledger.people.apps(user)} & {*slugs})
    remnants = [row for row in await admin.ledger.remnants.all(user) if row.app in admin.slugs or admin.of_all]
    waiting = any(row.tried_at < row.asked_at for row in pending)
    waiting |= any(row.kind == ANNOTATION and not row.why for row in remnants)
    left = [*(_how_far(words, row) for row in pending), *_besides(words, remnants)]
    body = _body(words, user, slugs, here, left)
    title = words.person_title.format(user=user)
    return sheet(
        words,
        title,
        body,
        wrong=wrong,
        again=f"{SOON}; url={PERSON}?{urlencode({'user': user})}" if waiting else "",
        status=409 if wrong else 200,
    )


def _nobody(request: Request) -> Response:
    """The page of an address that names no person."""
    words = words_of(request)
    return sheet(words, words.person_data, iter([_line(words.person_nothing)]), status=404)


def _body(words: Words, user: str, slugs: list[str], here: list[str], left: list[str]) -> Iterator[str]:
    there = words.person_in.format(apps=", ".join(here)) if here else words.person_nothing
    yield from map(_line, [there, *left])
    asked = escape(urlencode({"user": user}))
    yield f"<section><h2>{escape(words.person_export)}</h2><p>{escape(words.person_export_what)}</p>"
    yield f'<a class="go" href="{PERSON}.zip?{asked}" download>{escape(words.person_export)}</a></section>'
    yield f"<section><h2>{escape(words.person_erase)}</h2>"
    yield f"<p>{escape(words.person_erase_what.format(apps=', '.join(slugs)))}</p>"
    yield f'<form method="post" action="{PERSON}"><input type="hidden" name="user" value="{escape(user)}">'
    yield f"<label>{escape(words.person_type)}"
    yield f'<input name="typed" autocomplete="off" spellcheck="false" required maxlength="{LONGEST}"></label>'
    yield f'<button class="danger" type="submit">{escape(words.person_erase)}</button></form></section>'


def _line(text: str) -> str:
    return f'<p class="said" role="status">{escape(text)}</p>'


def _how_far(words: Words, row: Erasure) -> str:
    if row.tried_at < row.asked_at:
        return words.person_erasing.format(app=row.app, done=max(0, row.count - len(row.left)), count=row.count)
    return words.person_kept.format(app=row.app, count=len(row.left), why=row.why)


def _besides(words: Words, remnants: list[Remnant]) -> Iterator[str]:
    """What has been tried in vain."""
    for (app, why), count in Counter((row.app, row.why) for row in remnants if row.why).items():
        yield words.person_besides.format(app=app, count=count, why=why)


def _user(text: str) -> str:
    """An id as it is: one may begin or end with a space."""
    return text if len(text) <= LONGEST and text.isprintable() else ""


ROUTES = [
    Route(PERSON, known(admin_only(show)), methods=["GET"]),
    Route(PERSON, known(admin_only(erase)), methods=["POST"]),
    Route(f"{PERSON}.zip", known(admin_only(export)), methods=["GET"]),
]
