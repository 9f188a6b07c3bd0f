"""Files of the conversations that a service agent reads. To anybody else there is none."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.apps import NoSuchApp
from app.chat import Gone
from app.routes.common import known, person_of, said
from app.routes.files import given
from app.services import current
from app.uploads import FileGone
from app.views import Notice


async def show(request: Request) -> Response:
    """A file's bytes; with ``?download=1`` to be saved."""
    person, params = person_of(request), request.path_params
    try:
        if not person.serves:
            raise FileGone
        chat = current().apps.open_to(person).at(params["app"])
        user = await chat.handover.giver(params["conversation"], str(params["file_id"]))
    except (FileGone, Gone, NoSuchApp):
        return said(request, Notice("no_such_file"))
    return await given(request, chat, user, str(params["file_id"]))


ROUTES = [Route("/console/files/{app}/{conversation}/{file_id:uuid}", known(show), methods=["GET"])]
