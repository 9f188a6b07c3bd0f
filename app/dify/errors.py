"""Everything that can go wrong with the Chat App API, as one tree.

::

    DifyError
    ├── Unreachable            no connection: refused, no route, TLS
    │   ├── NoSuchHost         no host of that name
    │   └── Untrusted          a certificate that proves nothing
    ├── TimedOut               connected, and not done within its time
    │   └── Silent             connected, and then nothing came for too long
    ├── StreamCut              connected, and the connection broke before the answer was whole
    │   └── TooLong            more came than is taken
    ├── NotTheApi              an answer that this API would not give (HTML, no JSON)
    ├── ForeignAddress         a file's address that is not fetched: not the API's, not an allowed host's
    └── ApiError               the API's own {code, message, status}
        ├── InvalidRequest     400 invalid_param, bad_request, … and any other 400
        ├── AppUnavailable     400 app_unavailable
        ├── ConversationOver   400 conversation_completed
        ├── ModelUnavailable   400 provider_not_initialize, model_currently_not_support, …
        ├── QuotaExceeded      400 provider_quota_exceeded, 429 rate_limit_error: do not try again
        ├── CompletionFailed   400 completion_request_error
        ├── Unauthorized       401
        ├── Forbidden          403
        ├── NotFound           404
        ├── FormClosed         412 human_input_form_submitted, human_input_form_expired
        ├── TooLarge           413
        ├── UnsupportedType    415
        ├── Busy               429 too_many_requests, 400 invalid_param of that meaning: try later
        └── ServerFailed       5xx
"""

from typing import Any


class DifyError(Exception):
    """Any failure of a call. ``str()`` is for logs and holds no key."""


class Unreachable(DifyError):
    pass


class NoSuchHost(Unreachable):
    pass


class Untrusted(Unreachable):
    pass


class TimedOut(DifyError):
    pass


class Silent(TimedOut):
    def __init__(self, message: str, seconds: float = 0.0):
        super().__init__(message)
        self.seconds = seconds


class StreamCut(DifyError):
    pass


class TooLong(StreamCut):
    pass


class NotTheApi(DifyError):
    def __init__(self, message: str, status: int = 0):
        super().__init__(message)
        self.status = status


class ForeignAddress(DifyError):
    pass


class ApiError(DifyError):
    """The API's own error. ``message`` is what the server says and may be empty; ``params`` names a field."""

    def __init__(self, code: str = "", message: str = "", status: int = 0, params: str = ""):
        super().__init__(f"{status} {code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.params = params


class InvalidRequest(ApiError):
    pass


class AppUnavailable(ApiError):
    pass


class ConversationOver(ApiError):
    pass


class ModelUnavailable(ApiError):
    pass


class QuotaExceeded(ApiError):
    pass


class CompletionFailed(ApiError):
    pass


class Unauthorized(ApiError):
    pass


class Forbidden(ApiError):
    pass


class NotFound(ApiError):
    pass


class FormClosed(ApiError):
    pass


class TooLarge(ApiError):
    pass


class UnsupportedType(ApiError):
    pass


class Busy(ApiError):
    """``retry_after`` is how many seconds the server asks to wait, 0 where it does not say."""

    retry_after: int = 0


class ServerFailed(ApiError):
    pass


_BY_CODE: dict[str, type[ApiError]] = {
    "app_unavailable": AppUnavailable,
    "conversation_completed": ConversationOver,
    "provider_not_initialize": ModelUnavailable,
    "model_currently_not_support": ModelUnavailable,
    "provider_not_support_speech_to_text": ModelUnavailable,
    "provider_quota_exceeded": QuotaExceeded,
    "rate_limit_error": QuotaExceeded,
    "completion_request_error": CompletionFailed,
    "unauthorized": Unauthorized,
    "forbidden": Forbidden,
    "file_access_denied": Forbidden,
    "not_found": NotFound,
    "file_not_found": NotFound,
    "human_input_form_submitted": FormClosed,
    "human_input_form_expired": FormClosed,
    "file_too_large": TooLarge,
    "audio_too_large": TooLarge,
    "s3_file_too_large": TooLarge,
    "unsupported_file_type": UnsupportedType,
    "unsupported_audio_type": UnsupportedType,
    "unsupported_media_type": UnsupportedType,
    "too_many_requests": Busy,
    "internal_server_error": ServerFailed,
}

CODES = frozenset(_BY_CODE) | {
    *("invalid_param", "bad_request", "bad_request_key_error", "invalid_form_data", "unknown"),
    *("no_file_uploaded", "too_many_files", "unsupported_preview", "unsupported_estimate"),
    *("s3_connection_failed", "s3_permission_denied"),
    *("no_audio_uploaded", "speech_to_text_disabled"),
}
"""Every code that the contract or a server of today is known to send."""

_BY_STATUS: dict[int, type[ApiError]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    412: FormClosed,
    413: TooLarge,
    415: UnsupportedType,
    429: Busy,
}


def api_error(code: str, message: str, status: int, params: str = "") -> ApiError:
    """The error of the tree for what the API said; an event ``error`` may come with any status."""
    cls = _BY_CODE.get(code) or _BY_STATUS.get(status)
    if code == "invalid_param" and message.startswith("Too many requests"):
        cls, code = Busy, "too_many_requests"  # as servers of February 2025 say it
    if cls is None:
        cls = ServerFailed if status >= 500 else InvalidRequest if status >= 400 else ApiError
    return cls(code, message, status, params)


def error_of_body(status: int, body: Any, text: str) -> DifyError:
    """The error of an answer with an error status: the API's own where ``body`` is one, else by the status.

    Real servers answer some errors in HTML (a proxy's 413, an unknown path's 404, a model's 500), a parser's
    error without ``status``, and a 500 without one.
    """
    if isinstance(body, dict) and ("code" in body or "message" in body):
        code, message = str(body.get("code") or ""), body.get("message") or ""
        params = str(body.get("params") or "")
        return api_error(code, message if isinstance(message, str) else str(message), status, params)
    if (status in _BY_STATUS and status != 404) or status >= 500:
        return api_error("", "", status)
    return NotTheApi(f"HTTP {status} with a body that is not this API's: {text[:80]!r}", status)
