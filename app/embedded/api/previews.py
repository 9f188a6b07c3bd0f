"""The addresses of uploaded images: signed, and good for 300 s, as on other servers of this API."""

import hashlib
import hmac
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.embedded.api.errors import Refused, invalid, not_found
from app.embedded.api.requests import uuid_of
from app.embedded.services import Services, services_of

LIFETIME = 300


def preview_url(request: Request, upload_id: str) -> str:
    timestamp = str(int(time.time()))
    sign = _sign(services_of(request), upload_id, timestamp)
    return (
        f"{request.url.scheme}://{request.url.netloc}/files/{upload_id}/file-preview?timestamp={timestamp}&sign={sign}"
    )


async def preview(request: Request) -> Response:
    """The image's bytes. 403 where the signature is wrong or too old; no key is needed."""
    services, query = services_of(request), request.query_params
    upload_id = uuid_of(request.path_params["file_id"], "file_id")
    timestamp, sign = query.get("timestamp", ""), query.get("sign", "")
    if not timestamp.isdigit() or not timestamp.isascii():
        raise invalid("Missing required parameter in the query string", "timestamp")
    fresh = 0 <= time.time() - int(timestamp[:12]) <= LIFETIME
    if not fresh or not hmac.compare_digest(sign.encode(), _sign(services, upload_id, timestamp).encode()):
        raise Refused(403, "file_access_denied", "Access to the requested file is denied.")
    found = await run_in_threadpool(services.uploads.content, upload_id)
    if found is None:
        raise not_found("File")
    content, media_type = found
    return Response(content, media_type=media_type, headers={"X-Content-Type-Options": "nosniff"})


def _sign(services: Services, upload_id: str, timestamp: str) -> str:
    key = services.api_key.get_secret_value().encode()
    return hmac.new(key, f"file-preview|{upload_id}|{timestamp}".encode(), hashlib.sha256).hexdigest()
