"""The app: its pages, its middleware and its lifespan."""

import logging

import reflex as rx
from redis.exceptions import RedisError
from reflex.app import default_error_boundary
from reflex.constants import Dirs, Endpoint
from reflex.utils.prerequisites import get_web_dir
from starlette.applications import Starlette
from starlette.types import ASGIApp, Scope

from app import services
from app.addresses import CONSOLE, NUMBERS, PORTAL, QUALITY, OwnAddresses, for_visitors
from app.apps import NoSuchApp
from app.components.head import head
from app.identity import Gate, VisitorCookie
from app.logs import RequestIds
from app.middleware import OwnSend, OwnSockets, SecurityHeaders, Starting
from app.pages import console, numbers, portal, quality
from app.pages.chat import ON_LOAD, chat
from app.pages.embedded import embedded
from app.remedies import unforeseen
from app.routes import ROUTES
from app.routes.common import ANSWERS, ours
from app.routes.keeping import asked_first
from app.routes.newcomers import too_many
from app.state.frame import ARRIVAL, ask
from app.state.outage import outages
from app.state.renewing import renewed
from app.state.session import SessionState, lead
from app.state.signed_out import signed_out
from app.state.sockets import sockets
from app.state.thread import ThreadState
from app.state.wall import OwnerWall

log = logging.getLogger(__name__)

# A sheet of ``assets/css`` a concern, in this order: the last overrules the others.
_SHEETS = [
    "base",
    "sidebar",
    "thread",
    "prose",
    "steps",
    "turns",
    "files",
    "forms",
    "sources",
    "composer",
    "menu",
    "settings",
    "connection",
    "languages",
    "taking",
    "search",
    "portal",
    "frame",
    "narrow",
    "print",
]


def _doors(asgi: ASGIApp) -> ASGIApp:
    """What stands before every request: whose socket it is, who it is, and what a page may load."""
    documents = get_web_dir() / Dirs.STATIC
    own = OwnSockets(asgi, lambda: services.current().settings.max_sockets, f"{Endpoint.EVENT}/", _admitted)
    at_home = OwnAddresses(own, lambda: services.current().apps, lambda: services.current().identities)
    visitors = VisitorCookie(at_home, lambda: services.current().identities.signer, too_many)
    told = SecurityHeaders(
        Gate(
            at_home,
            visitors,
            lambda: services.current().identities,
            lambda path: for_visitors(path, services.current().apps),
            asked_first,
        ),
        documents,
        lambda: services.current().settings.trusted_proxies,
        lambda slug: services.current().frames.origins(slug),
    )
    return RequestIds(told)


async def _admitted(scope: Scope) -> Scope | None:
    return await services.current().identities.admitted(scope)


def _report(exception: Exception) -> rx.event.EventSpec | None:
    """The outermost edge of the page: log what no handler foresaw, and tell the person that it was ours.

    A page whose app is there no more says so. Without Redis no handler can be called, this one neither; the pages are
    told of that past their states. What comes while the server ends is nobody's error: the page tries the next one.
    """
    if isinstance(exception, services.NotServing):
        return None
    if isinstance(exception, RedisError):
        log.warning("an event was not heard: redis is away")
        return None
    if isinstance(exception, NoSuchApp):
        return SessionState.lose
    notice = unforeseen(exception, "a handler")
    return ThreadState.ours_failed(notice.key, notice.remedy, notice.reference)


class _App(rx.App):
    def __call__(self) -> ASGIApp:
        return Starting(OwnSend(super().__call__()), services.REFUSALS)


app = _App(
    head_components=head(),
    stylesheets=[f"/css/{name}.css" for name in _SHEETS],
    toaster=None,  # What there is to say stands where it belongs, in the visitor's language.
    app_wraps={(55, "ErrorBoundary"): lambda stateful: default_error_boundary()},
    backend_exception_handler=_report,
    api_transformer=[Starlette(routes=ROUTES, exception_handlers={**ANSWERS, Exception: ours}), _doors],
)
app.add_middleware(OwnerWall(ARRIVAL, ask, lead), index=0)
app.register_lifespan_task(services.running)
app.register_lifespan_task(outages)
app.register_lifespan_task(signed_out)
app.register_lifespan_task(renewed)
app.register_lifespan_task(services.steady)
for route in ("/", "/c/[conversation]", "/apps/[slug]", "/apps/[slug]/c/[conversation]"):
    app.add_page(chat, route=route, title="Parley", on_load=ON_LOAD)
for route in ("/embed/[slug]", "/embed/[slug]/c/[conversation]"):
    app.add_page(embedded, route=route, title="Parley", on_load=ON_LOAD)
app.add_page(portal.portal, route=PORTAL, title="Parley", on_load=portal.ON_LOAD)
app.add_page(console.console, route=CONSOLE, title="Parley", on_load=console.ON_LOAD)
app.add_page(numbers.numbers, route=NUMBERS, title="Parley", on_load=numbers.ON_LOAD)
app.add_page(quality.quality, route=QUALITY, title="Parley", on_load=quality.ON_LOAD)
sockets.bind(app)
