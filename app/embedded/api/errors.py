"""The API's errors: ``{code, message, status}``, and ``params`` where one field is at fault."""

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response


class Refused(Exception):
    """A request that is answered with an error of the API."""

    def __init__(self, status: int, code: str, message: str, params: str = ""):
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.params = params

    def response(self) -> JSONResponse:
        body = {"code": self.code, "message": self.message, "status": self.status}
        if self.params:
            body["params"] = self.params
        return JSONResponse(body, self.status)


def invalid(message: str, params: str = "") -> Refused:
    return Refused(400, "invalid_param", message, params)


def bad_request(message: str) -> Refused:
    return Refused(400, "bad_request", message)


def not_found(what: str) -> Refused:
    return Refused(404, "not_found", f"{what} Not Exists.")


def too_large(limit: int) -> Refused:
    return Refused(413, "file_too_large", f"File size exceeded. The limit is {limit} bytes.")


async def answer_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return error.response()


async def answer_http(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: an unknown path, a wrong method, a malformed form."""
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request")
    return Refused(error.status_code, code, str(error.detail)).response()


async def answer_gone(request: Request, error: Exception) -> Response:
    """A client that left before it had sent everything: nobody reads this, and nothing has failed."""
    assert isinstance(error, ClientDisconnect)
    return bad_request("The client left.").response()


async def answer_failure(request: Request, error: Exception) -> Response:
    return Refused(500, "internal_server_error", "Internal Server Error").response()
