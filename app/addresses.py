"""Which address is a page's own: with one app its chat stands at ``/``, with several each below ``/apps``."""

from collections.abc import Callable

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.apps import Apps

PORTAL = "/apps"


class OwnAddresses:
    """Leads from an address of the one kind to that of the other, whatever the file of apps had when it was noted."""

    def __init__(self, app: ASGIApp, apps: Callable[[], Apps]) -> None:
        self.app = app
        self.apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = scope["path"]
            if (own := own_address(path, self.apps())) != path:
                query = scope["query_string"].decode("latin-1")
                where = f"{own}?{query}" if query and own != PORTAL else own
                await RedirectResponse(where, headers={"cache-control": "no-store"})(scope, receive, send)
                return
            if path == PORTAL:  # The build has it in a folder, which would be another address.
                scope = {**scope, "path": f"{PORTAL}/", "raw_path": f"{PORTAL}/".encode()}
        await self.app(scope, receive, send)


def own_address(path: str, apps: Apps) -> str:
    """Where what was looked for at ``path`` stands; ``path`` itself for all that is no page."""
    first, *rest = path.strip("/").split("/")
    if apps.several:
        return PORTAL if path == "/" or (first == "c" and len(rest) == 1) else path
    if first != "apps":
        return path
    if not any(rest):
        return "/"
    [chat] = apps.all()
    slug, *place = rest
    page = not place or (place[0] == "c" and len(place) == 2)
    return "/" + "/".join(place) if slug == chat.slug and page else path
