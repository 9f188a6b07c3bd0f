"""Files at their signed addresses, for whoever has one."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.embedded.api.errors import Refused, invalid, not_found
from app.embedded.api.requests import uuid_of
from app.embedded.services import shared_of


async def preview(request: Request) -> Response:
    """The image's bytes. 403 where the signature is wrong or too old; no key is needed."""
    shared, query = shared_of(request), request.query_params
    upload_id = uuid_of(request.path_params["file_id"], "file_id")
    timestamp, sign = query.get("timestamp", ""), query.get("sign", "")
    if not timestamp.isdigit() or not timestamp.isascii():
        raise invalid("Missing required parameter in the query string", "timestamp")
    if not shared.signed.opens(upload_id, timestamp, sign):
        raise Refused(403, "file_access_denied", "Access to the requested file is denied.")
    found = await run_in_threadpool(shared.contents.read, upload_id)
    if found is None:
        raise not_found("File")
    return Response(found.content, media_type=found.mime_type, headers={"X-Content-Type-Options": "nosniff"})
