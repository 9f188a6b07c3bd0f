"""Which address is a page's own: with one app its chat stands at ``/``, with several each below ``/apps``."""

from collections.abc import Callable
from contextlib import suppress

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.apps import Apps
from app.chat import Gone
from app.identity import NOBODY, Identities, Person
from app.remedies import FAILED, told

PORTAL, CONSOLE = "/apps", "/console"
NUMBERS, QUALITY = f"{CONSOLE}/numbers", f"{CONSOLE}/quality"
NOWHERE = "/nothing"  # where no page is


class OwnAddresses:
    """Leads from an address of the one kind to that of the other, whatever the file of apps had when it was noted.

    ``apps`` and ``identities`` are asked at each request, since they are there only once the server has started.
    """

    def __init__(self, app: ASGIApp, apps: Callable[[], Apps], identities: Callable[[], Identities]) -> None:
        self.app = app
        self.apps = apps
        self.identities = identities

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path, apps = scope["path"], self.apps()
            own = own_address(path, apps)
            if apps.several and (id := _conversation_in(path)):
                own = await address_of(id, apps, await self._person(scope)) or path
            if own != path:
                query = scope["query_string"].decode("latin-1")
                where = f"{own}?{query}" if query and own != PORTAL else own
                await RedirectResponse(where, headers={"cache-control": "no-store"})(scope, receive, send)
                return
            if of_console(path) and not await self._serves(scope):
                scope = {**scope, "path": NOWHERE, "raw_path": NOWHERE.encode()}
            elif path in (
                PORTAL,
                CONSOLE,
                NUMBERS,
                QUALITY,
            ):  # The build has it in a folder, which would be another address.
                scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
        await self.app(scope, receive, send)

    async def _serves(self, scope: Scope) -> bool:
        person = await self._person(scope)
        return (person if person.user else self.identities().newcomer).serves

    async def _person(self, scope: Scope) -> Person:
        try:
            return await self.identities().of(scope)
        except FAILED as error:
            told(error)
        return NOBODY


async def address_of(id: str, apps: Apps, person: Person) -> str:
    """Where the conversation stands that was at ``/c/<id>`` while there was one app; empty where it is none of this
    person's."""
    try:
        for chat in apps.open_to(person).all() if person.user else ():
            with suppress(Gone):
                row = await chat.conversations.own(person.user, id)
                return f"{PORTAL}/{chat.slug}/c/{row.id}"
    except FAILED as error:
        told(error)
    return ""


def _conversation_in(path: str) -> str:
    """The id in ``/c/<id>``; empty for another path."""
    first, *rest = path.strip("/").split("/")
    return rest[0] if first == "c" and len(rest) == 1 else ""


def of_console(path: str) -> bool:
    """Whether it is the console's, or below it."""
    return f"{path}/".startswith(f"{CONSOLE}/")


def for_visitors(path: str, apps: Apps) -> bool:
    """Whether the page at ``path`` is for whoever has not signed in, too, where others have."""
    first, *rest = path.strip("/").split("/")
    if of_console(path):
        return False
    if not apps.several or path.strip("/") in ("", "apps"):
        return apps.for_visitors
    app = apps.entry(rest[0]) if first == "apps" else None
    return app is not None and app.visitors and ".." not in rest


def own_address(path: str, apps: Apps) -> str:
    """Where what was looked for at ``path`` stands; ``path`` itself for all that is no page."""
    first, *rest = path.strip("/").split("/")
    if apps.several:
        return PORTAL if path == "/" else path
    if first != "apps":
        return path
    if not any(rest):
        return "/"
    [chat] = apps.all()
    slug, *place = rest
    page = not place or (place[0] == "c" and len(place) == 2)
    return "/" + "/".join(place) if slug == chat.slug and page else path
