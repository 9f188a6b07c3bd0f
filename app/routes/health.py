"""What whoever runs the server asks: whether it is alive, whether it is ready, and its metrics."""

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.apps.readiness import is_ready
from app.metrics import exposition
from app.routes.operator import is_operator
from app.services import current

_FRESH = {"Cache-Control": "no-store"}


async def alive(_request: Request) -> Response:
    """The process answers. Nothing else is asked, so that no outage of another server ends this one."""
    return PlainTextResponse("alive\n", headers=_FRESH)


async def ready(request: Request) -> Response:
    """503 while no question can be answered; what of it is wrong is the operator's to know."""
    parts = await current().readiness.parts()
    well = is_ready(parts)
    said: dict[str, object] = {"ready": well}
    if is_operator(request):
        said["checks"] = {name: wrong or "ok" for name, wrong in parts.items()}
    return JSONResponse(said, 200 if well else 503, _FRESH)


async def metrics(request: Request) -> Response:
    if not is_operator(request):
        told = "Ask with PARLEY_OPS_TOKEN as a bearer token, or where none is set, on the machine itself.\n"
        return PlainTextResponse(told, 401, {"WWW-Authenticate": "Bearer", **_FRESH})
    return Response(await exposition(current().relay), headers=_FRESH, media_type=CONTENT_TYPE_LATEST)


ROUTES = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
