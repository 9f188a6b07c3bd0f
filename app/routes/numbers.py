"""The numbers of an agent's apps, to be saved as a table."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.apps.numbers import Numbers
from app.chat import Gone
from app.export import disposition
from app.ledger.numbers import Period
from app.routes.common import from_elsewhere, known, person_of, said
from app.services import current
from app.uploads.headers import SAFE
from app.views import Notice

_MARK = "\ufeff"  # by which a table's program knows that the file is in UTF-8


async def table(request: Request) -> Response:
    """For anybody who serves nobody there is as little as of anything that is not there."""
    open = current().apps.open_to(person_of(request))
    if from_elsewhere(request) or not open.served:
        return said(request, Notice("gone"))
    app, first, last, zone = (request.query_params.get(name, "") for name in ("app", "first", "last", "zone"))
    try:
        period = Period.of(first, last, zone)
        text = await Numbers(open).table(app, period)
    except (ValueError, Gone):
        return said(request, Notice("gone"))
    name = f"numbers {period.first} {period.last}.csv"
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "no-store", **SAFE}
    return Response((_MARK + text).encode("utf-8", "replace"), headers=headers, media_type="text/csv")


ROUTES = [Route("/console/numbers.csv", known(table))]
