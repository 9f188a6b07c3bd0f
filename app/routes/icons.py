"""Icons of tools and of the app that are pictures: their addresses are the upstream's, and not for a browser."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.routes.common import chat_at, plain, user_of
from app.uploads.headers import SAFE

KEPT = "private, max-age=86400"


async def show(request: Request) -> Response:
    """The picture of that name: a tool's, or the app's own."""
    if not user_of(request):
        return plain("There is no such icon.", 404)
    icon = await chat_at(request).icons.get(request.path_params["name"])
    if icon is None:
        return plain("There is no such icon.", 404)
    return Response(icon.content, media_type=icon.media_type, headers={"Cache-Control": KEPT, **SAFE})


ROUTES = [Route("/icons/{name:path}", show)]
