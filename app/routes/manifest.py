"""What a browser needs to install the page: the app's name and its colour, and our drawings."""

from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.apps import NoSuchApp
from app.dify.errors import DifyError
from app.routes.common import base_of, chat_at, user_of
from app.views import AppFace

NAME = "Parley"
ACCENT = "#1f5fbf"
ICONS: list[dict[str, str]] = [
    {"src": "/images/icon-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "/images/icon-512.png", "sizes": "512x512", "type": "image/png"},
    {"src": "/images/maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
]


async def show(request: Request) -> JSONResponse:
    """The manifest; of an app that cannot be asked, or by a stranger, it bears Parley's own name."""
    face, user = AppFace(), user_of(request)
    if user:
        with suppress(DifyError, NoSuchApp):
            face = await chat_at(request).face(user)
    kept = {"Cache-Control": "private, no-cache"}
    return JSONResponse(manifest(face, base_of(request)), headers=kept, media_type="application/manifest+json")


def manifest(face: AppFace, base: str = "") -> dict[str, Any]:
    """A web app manifest, as the W3C's Web Application Manifest has it."""
    name = face.name or NAME
    return {
        "id": base or "/",
        "name": name,
        "short_name": name[:12].strip(),
        "description": face.description,
        "start_url": f"{base}/",  # within the scope, which is a beginning: one without the slash has other apps in it
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": face.accent or ACCENT,
        "icons": ICONS,
    }


ROUTES = [Route("/manifest.webmanifest", show)]
