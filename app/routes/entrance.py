"""The sign-in page."""

from collections.abc import Iterator
from html import escape
from itertools import chain
from urllib.parse import quote

from starlette.responses import HTMLResponse

from app.i18n import Words
from app.routes.doorway import page


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
    body: Iterator[str]
    match way:
        case "local":
            body = _form(words, there, name, wrong=bool(wrong))
        case "oidc":
            href = f"/sign-in/begin?to={quote(there, safe='')}"
            body = iter([f'<a class="go" href="{href}">{escape(words.sign_in_go_on)}</a>'])
        case _:
            body = iter([f'<p class="said">{escape(words.sign_in_elsewhere)}</p>'])
    if without:
        link = f'<a href="{escape(without)}">{escape(words.sign_in_without)}</a>'
        body = chain(body, [f'<p class="without">{link}</p>'])
    return page(words, words.sign_in, body, said=said, wrong=wrong, status=status)


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
