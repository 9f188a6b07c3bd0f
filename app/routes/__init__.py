"""What must not travel through state: the bytes of files, pictures, sound and exports, under the visitor's cookie.

Each of these is there twice: for the only app, and below ``/apps/{app}`` for one of several. What the operator asks
is of no app.
"""

from starlette.routing import Route

from app.routes import audio, export, files, health, icons, manifest, shared
from app.routes.common import known

_OWN: list[Route] = [*files.ROUTES, *icons.ROUTES, *audio.ROUTES, *manifest.ROUTES, *export.ROUTES, *shared.ROUTES]
ROUTES = [
    *health.ROUTES,
    *(
        Route(f"{base}{route.path}", known(route.endpoint), methods=route.methods)
        for base in ("", "/apps/{app}")
        for route in _OWN
    ),
]
