"""The sign-in page: plain HTML that needs neither a script nor a socket, in the page's own colours."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from starlette.responses import HTMLResponse

from app.i18n import Words

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
.said { margin: 0 0 1rem; color: var(--soft); }
.said[role="alert"] { color: var(--warn); background: var(--warn-wash); border-radius: 12px; padding: 0.6rem 0.9rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
"""
_HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def entrance(
    words: Words,
    way: str,
    there: str,
    *,
    without: str = "",
    said: str = "",
    wrong: str = "",
    name: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page by which people sign in that ``way``; ``there`` is where its person wants to go.

    ``without`` is where they go who do not sign in, if anywhere. ``wrong`` is what went wrong before, with the ``name``
    that stood there; ``said`` what else there is to say.
    """
    match way:
        case "local":
            body = _form(words, there, name, wrong=bool(wrong))
        case "oidc":
            href = f"/sign-in/begin?to={quote(there, safe='')}"
            body = iter([f'<a class="go" href="{href}">{escape(words.sign_in_go_on)}</a>'])
        case _:
            body = iter([f'<p class="said">{escape(words.sign_in_elsewhere)}</p>'])
    return HTMLResponse("\n".join(_page(words, body, without, said, wrong)), status, _HEADERS)


def _page(words: Words, body: Iterator[str], without: str, said: str, wrong: str) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{escape(words.code)}" dir="{escape(words.direction)}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="robots" content="noindex"><link rel="icon" href="/favicon.ico">'
    yield f"<title>{escape(words.sign_in)}</title>"
    yield f"<style>{_STYLE}</style></head><body><main><h1>{escape(words.sign_in)}</h1>"
    if said:
        yield f'<p class="said" role="status">{escape(said)}</p>'
    if wrong:
        yield f'<p class="said" role="alert" id="wrong">{escape(wrong)}</p>'
    yield from body
    if without:
        yield f'<p class="without"><a href="{escape(without)}">{escape(words.sign_in_without)}</a></p>'
    yield "</main></body></html>"


def _form(words: Words, there: str, name: str, *, wrong: bool) -> Iterator[str]:
    of_wrong = ' aria-describedby="wrong" aria-invalid="true"' if wrong else ""
    first, second = ("", " autofocus") if name else (" autofocus", "")
    yield '<form method="post" action="/sign-in">'
    yield f'<input type="hidden" name="to" value="{escape(there)}">'
    yield f'<label for="name">{escape(words.sign_in_name)}</label>'
    yield f'<input id="name" name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none"'
    yield f' spellcheck="false" required dir="auto" maxlength="64"{of_wrong}{first}>'
    yield f'<label for="password">{escape(words.sign_in_password)}</label>'
    yield '<input id="password" name="password" type="password" autocomplete="current-password"'
    yield f" required{of_wrong}{second}>"
    yield f'<button type="submit">{escape(words.sign_in)}</button></form>'
