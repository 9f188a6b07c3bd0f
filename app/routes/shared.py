"""Shared conversations: for whoever has the link, without a cookie, a script or anything to list."""

import asyncio
from dataclasses import replace
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.apps import NoSuchApp
from app.export import SERVED, Thread, document, page
from app.routes.common import base_of, person_of, words_of
from app.services import current

HEADERS = {
    "Content-Security-Policy": SERVED,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def show(request: Request) -> Response:
    """The conversation of that link. A link that never was, is over or was taken back: all look the same."""
    words = words_of(request)
    count = request.method == "GET"
    thread = await _shown(request, count=count)
    if thread is None:
        said = [f"<h1>{escape(words.shared_gone)}</h1>", f"<p>{escape(words.shared_gone_why)}</p>"]
        return HTMLResponse(page(words.shared_gone, said, words), 404, HEADERS)
    text = await asyncio.to_thread(document, thread, words, words.ai_disclaimer)
    return HTMLResponse(text.encode("utf-8", "replace"), headers=HEADERS)


async def _shown(request: Request, *, count: bool) -> Thread | None:
    """What the link shows. One from when there was one app names none, and may be any app's by now."""
    token = request.path_params["token"]
    # The link is enough, for a visitor beside people who sign in as well.
    mine = current().apps.open_to(replace(person_of(request), visitor=False))
    try:
        chats = [mine.at(request.path_params["app"])] if base_of(request) else mine.all()
    except NoSuchApp:
        chats = []
    for chat in chats:
        if (thread := await chat.sharing.shown(token, count=count)) is not None:
            return thread
    return None


ROUTES = [Route("/s/{token}", show)]
