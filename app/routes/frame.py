"""What a page in another site's page needs besides the chat: whose page that may be, and addresses that are signed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.apps import NoSuchApp
from app.routes.common import refusal, told, user_of
from app.services import current
from app.uploads.headers import SAFE
from app.views import Notice

LONGEST = 500  # characters of a path


async def origins(request: Request) -> Response:
    """The origins of the pages that the app may stand in."""
    slug = request.path_params["app"]
    if not (named := current().frames.origins(slug)):
        raise NoSuchApp(slug)
    return JSONResponse({"origins": named}, headers={"Cache-Control": "no-store", **SAFE})


async def address(request: Request) -> Response:
    """An address for the ``path`` within the app, which a browser can ask for without a header, for a moment."""
    user = user_of(request)
    if (no := refusal(request, user)) is not None:
        return no
    path = request.query_params.get("path", "")
    if not path.startswith("/") or len(path) > LONGEST:
        return told(Notice("gone"))
    signed = current().frames.passes.signed(user, request.path_params["app"], path)
    return JSONResponse({"pass": signed}, headers={"Cache-Control": "no-store", **SAFE})


ROUTES = [
    Route("/origins", origins, methods=["GET"]),
    Route("/address", address, methods=["POST"]),
]
