"""Shared conversations: for whoever has the link, without a cookie, a script or anything to list."""

import asyncio
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.export import SERVED, document, page
from app.routes.common import chat_of, words_of

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
    thread = await chat_of(request).sharing.shown(request.path_params["token"], count=count)
    if thread is None:
        said = [f"<h1>{escape(words.shared_gone)}</h1>", f"<p>{escape(words.shared_gone_why)}</p>"]
        return HTMLResponse(page(words.shared_gone, said, words), 404, HEADERS)
    text = await asyncio.to_thread(document, thread, words, words.ai_disclaimer)
    return HTMLResponse(text.encode("utf-8", "replace"), headers=HEADERS)


ROUTES = [Route("/s/{token}", show)]
