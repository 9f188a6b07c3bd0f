"""Files at their signed addresses, for whoever has one, and by an app's key; and the pictures of tools."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.embedded.api.errors import Refused, invalid, not_found
from app.embedded.api.requests import flag, uuid_of
from app.embedded.apps.toolbox.drawing import chart_icon
from app.embedded.services import services_of, shared_of
from app.embedded.storage.uploads import Content


async def signed_upload(request: Request) -> Response:
    """What a person uploaded. 403 where the signature is wrong or too old; no key is needed."""
    if not request.query_params.get("timestamp", "").isdigit():
        raise invalid("Missing required parameter in the query string", "timestamp")
    upload_id = uuid_of(request.path_params["file_id"], "file_id")
    return await _signed(request, "upload", upload_id, "file_access_denied", "Access to the requested file is denied.")


async def signed_tool_file(request: Request) -> Response:
    """What a tool made. 403 as real servers have it, which differs from that of an upload."""
    upload_id = uuid_of(request.path_params["file_id"], "file_id")
    return await _signed(request, "tool", upload_id, "forbidden", "Invalid request.")


async def by_key(request: Request) -> Response:
    """A file of the app whose key is sent, whoever's it is: asking whether a person may see it is the caller's part."""
    as_attachment = flag(request.query_params.get("as_attachment"), "as_attachment", False)
    file_id = uuid_of(request.path_params["file_id"], "file_id")
    found = await run_in_threadpool(services_of(request).uploads.content, file_id)
    if found is None:
        raise Refused(404, "file_not_found", "The requested file was not found.")
    if found == "denied":
        raise Refused(403, "file_access_denied", "Access to the requested file is denied.")
    return _bytes(found, as_attachment)


async def tool_icon(request: Request) -> Response:
    return Response(await run_in_threadpool(chart_icon), media_type="image/png")


async def _signed(request: Request, kind: str, upload_id: str, code: str, message: str) -> Response:
    shared, query = shared_of(request), request.query_params
    if not shared.signed.opens(kind, upload_id, query.get("timestamp", ""), query.get("sign", "")):
        raise Refused(403, code, message)
    found = await run_in_threadpool(shared.contents.read, upload_id)
    if found is None:
        raise not_found("File")
    return _bytes(found, as_attachment=False)


def _bytes(file: Content, as_attachment: bool) -> Response:
    headers = {"X-Content-Type-Options": "nosniff"}
    if as_attachment:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, media_type=file.mime_type, headers=headers)
