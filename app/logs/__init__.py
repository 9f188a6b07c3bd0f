"""The log: lines of text or of JSON, each with the request that it belongs to, and with no secret in it."""

from app.logs.configured import configured
from app.logs.request import ID_HEADER, RequestIds, new_id, request_id

__all__ = ["ID_HEADER", "RequestIds", "configured", "new_id", "request_id"]
