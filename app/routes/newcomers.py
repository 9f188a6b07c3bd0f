"""The page of somebody who is here for the first time, where more come from one address than may."""

import math
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Scope

from app.export import SERVED, page
from app.identity import place_of
from app.limits import Reached, come
from app.routes.common import words_of
from app.services import current

HEADERS = {"Content-Security-Policy": SERVED, "Cache-Control": "no-store"}


async def too_many(scope: Scope) -> ASGIApp | None:
    """What is answered in place of a page with a new cookie; None where one more may come, who is counted then."""
    services = current()
    place = place_of(scope, services.settings.trusted_proxies)
    try:
        await come(services.counts, services.settings.max_newcomers_an_hour_per_address, place)
    except Reached as reached:
        words = words_of(Request(scope))
        why = words.newcomers_why.format(minutes=math.ceil(reached.seconds / 60))
        text = page(words.newcomers, [f"<h1>{escape(words.newcomers)}</h1>", f"<p>{escape(why)}</p>"], words)
        return HTMLResponse(text, 429, {**HEADERS, "Retry-After": str(reached.seconds)})
    return None
