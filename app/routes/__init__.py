"""What must not travel through state: the bytes of files, pictures, sound and exports, under the visitor's cookie.

Each of these is there three times: for the only app, below ``/apps/{app}`` for one of several, and below
``/embed/{app}`` for a page within another site's page, where no cookie counts. What the operator asks, the widget's
script, sign-in and the console are of no app.
"""

from starlette.routing import Route

from app.routes import (
    audio,
    audit,
    console,
    export,
    files,
    frame,
    health,
    icons,
    keeping,
    manifest,
    numbers,
    person,
    shared,
    sign_in,
    widget,
)
from app.routes.common import known

_OWN: list[Route] = [*files.ROUTES, *icons.ROUTES, *audio.ROUTES, *export.ROUTES, *shared.ROUTES]
_PAGE: list[Route] = [*_OWN, *manifest.ROUTES]
_FRAME: list[Route] = [*_OWN, *frame.ROUTES]
ROUTES = [
    *health.ROUTES,
    *widget.ROUTES,
    *sign_in.ROUTES,
    *console.ROUTES,
    *keeping.ROUTES,
    *numbers.ROUTES,
    *audit.ROUTES,
    *person.ROUTES,
    *(
        Route(f"{base}{route.path}", known(route.endpoint), methods=route.methods)
        for base, routes in (("", _PAGE), ("/apps/{app}", _PAGE), ("/embed/{app}", _FRAME))
        for route in routes
    ),
]
