"""What stands between a person and the pages: plain HTML that needs neither a script nor a socket, in the page's own
colours, and its forms."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from app.i18n import Words
from app.middleware import from_own_page
from app.routes.common import from_elsewhere

_LONGEST_FORM = 16_000  # bytes

_STYLE = """
:root { color-scheme: light dark; --paper: light-dark(#fff, #17181a); --raised: light-dark(#fff, #232529);
  --ink: light-dark(#1d1f22, #e8e8e6); --soft: light-dark(#5d6167, #a5a9af); --line: light-dark(#8b8f94, #7d828a);
  --accent: light-dark(#1f5fbf, #7fb0ff); --on-accent: light-dark(#fff, #10151d); --warn: light-dark(#9a3412, #ffb086);
  --warn-wash: light-dark(#fdf3ec, #2c221c); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--paper); color: var(--ink); font: 400 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { width: 100%; max-width: 22rem; }
h1 { font-size: 1.5rem; line-height: 1.3; font-weight: 600; margin: 0 0 1.25rem; }
label { display: block; font-weight: 600; margin: 1rem 0 0.25rem; }
input, button, .go { width: 100%; min-height: 2.75rem; font: inherit; border-radius: 12px; padding: 0.5rem 0.9rem; }
input { color: inherit; background: var(--raised); border: 1px solid var(--line); }
button, .go { display: block; margin-block-start: 1.5rem; border: 0; font-weight: 600; background: var(--accent);
  color: var(--on-accent); text-align: center; text-decoration: none; cursor: pointer; }
.without { margin: 1rem 0 0; text-align: center; }
.without a { display: inline-block; padding: 0.6rem 0.9rem; color: inherit; }
.second { margin-block-start: 0.75rem; background: none; color: inherit; border: 1px solid var(--line); }
.names { margin: 0 0 1rem; padding: 0; list-style: none; }
.names li { padding-inline-start: 0.9rem; border-inline-start: 3px solid var(--line); }
.names bdi { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.said { margin: 0 0 1rem; color: var(--soft); }
.said[role="alert"] { color: var(--warn); background: var(--warn-wash); border-radius: 12px; padding: 0.6rem 0.9rem; }
form + .said { margin: 1rem 0 0; text-align: center; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
"""


def _headers(sheet: str) -> dict[str, str]:
    policy = [
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def page(
    words: Words, title: str, body: Iterator[str], *,
    said: str = "", wrong: str = "", status: int = 200, style: str = "",
) -> HTMLResponse:  # fmt: skip
    """``said`` stands above the ``body``, and so does ``wrong``: what did not go as it should. ``style`` comes after
    that which all of them have."""
    sheet = _STYLE + style
    return HTMLResponse("\n".join(_lines(words, title, body, said, wrong, sheet)), status, _headers(sheet))


def _lines(words: Words, title: str, body: Iterator[str], said: str, wrong: str, sheet: str) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{escape(words.code)}" dir="{escape(words.direction)}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="robots" content="noindex"><link rel="icon" href="/favicon.ico">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{sheet}</style></head><body><main><h1>{escape(title)}</h1>"
    if said:
        yield f'<p class="said" role="status">{escape(said)}</p>'
    if wrong:
        yield f'<p class="said" role="alert" id="wrong">{escape(wrong)}</p>'
    yield from body
    yield "</main></body></html>"


def led(there: str) -> RedirectResponse:
    """On to ``there``, which is a path of this server or a provider's page."""
    return RedirectResponse(there, 303, {"Cache-Control": "no-store"})


def is_foreign(request: Request) -> bool:
    """Whether what changes something is asked for by another site's page, or by nobody's."""
    return from_elsewhere(request) or not from_own_page(request.headers)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a small form; none of what is no such form."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            return {}
    given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in given.items()}
