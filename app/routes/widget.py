"""``/embed.js``: the bubble that opens a chat on another site's page, with its words in every language."""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.i18n import CATALOGUES

_SOURCE = Path(__file__).with_name("embed.js")


async def script(request: Request) -> Response:
    """The same for everybody: any page may load it, and whether that may show an app is decided elsewhere."""
    text, tag = _script()
    headers = {
        "Cache-Control": "public, max-age=300",
        "ETag": tag,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(text, headers=headers, media_type="text/javascript")


@cache
def _script() -> tuple[str, str]:
    """The script, and its tag."""
    words = {
        code: {
            "title": words.widget_title,
            "open": words.widget_open,
            "close": words.widget_close,
            "away": words.app_away,
            "unread": words.widget_unread,
        }
        for code, words in CATALOGUES.items()
    }
    lines = _SOURCE.read_text("utf-8").splitlines()
    code = "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))
    text = code.replace('"WORDS"', json.dumps(words, ensure_ascii=False))
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


ROUTES = [Route("/embed.js", script, methods=["GET", "HEAD"])]
