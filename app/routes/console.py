"""Files of the conversations that a service agent reads or writes in. To anybody else there is none."""

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import remedies
from app.apps import NoSuchApp
from app.apps.audited import audited_for
from app.apps.inbox import Inbox
from app.chat import Gone
from app.identity import client_address
from app.ledger import Elsewhere, LedgerFailed
from app.routes.common import counted, hear_out, known, length_of, person_of, refusal, said, told
from app.routes.files import given, shown
from app.services import current
from app.uploads import FileGone, Refused
from app.views import Notice

_GONE = Notice("no_such_file")


async def show(request: Request) -> Response:
    """A file's bytes; with ``?download=1`` to be saved."""
    params = request.path_params
    try:
        user = await _inbox(request).giver(params["app"], params["conversation"], str(params["file_id"]))
        chat = current().apps.open_to(person_of(request)).at(params["app"])
    except (FileGone, Gone, NoSuchApp):
        return said(request, _GONE)
    return await given(request, chat, user, str(params["file_id"]))


async def receive(request: Request) -> Response:
    """One file as the raw body, as the customer's page sends it; 201 with what it is now."""
    person, params = person_of(request), request.path_params
    if (no := refusal(request, person.user)) is not None:
        return no
    size, stream = length_of(request), request.stream()
    file = unquote(request.headers.get("x-file-name", "")), request.headers.get("content-type", ""), size
    try:
        content = counted(request, person.user, stream, size)
        row = await _inbox(request).receive(params["app"], params["conversation"], *file, content)
    except (Gone, NoSuchApp):
        notice = Notice("gone")
    except Elsewhere:
        notice = Notice("inbox_not_yours")
    except Refused as refused:
        notice = refused.notice
    except LedgerFailed as failed:
        notice = remedies.told(failed, app=params["app"])
    else:
        return JSONResponse(shown(row), 201)
    await hear_out(stream, size)
    return told(notice)


async def discard(request: Request) -> Response:
    """Forget a file that was not sent."""
    params = request.path_params
    if (no := refusal(request, person_of(request).user)) is not None:
        return no
    try:
        await _inbox(request).discard(params["app"], params["conversation"], str(params["file_id"]))
    except (FileGone, Gone, NoSuchApp):
        return said(request, _GONE)
    return Response(status_code=204)


def _inbox(request: Request) -> Inbox:
    """Raises :class:`Gone` for who serves nobody."""
    person = person_of(request)
    address = client_address(request.scope, current().settings.trusted_proxies)
    if (inbox := audited_for(person, current().apps.open_to(person), address)) is None:
        raise Gone
    return inbox


_FILES = "/console/files/{app}/{conversation}"
ROUTES = [
    Route(_FILES, known(receive), methods=["POST"]),
    Route(f"{_FILES}/{{file_id:uuid}}", known(show), methods=["GET"]),
    Route(f"{_FILES}/{{file_id:uuid}}", known(discard), methods=["DELETE"]),
]
