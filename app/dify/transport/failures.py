"""The HTTP library's failures, told in terms of the tree of errors."""

import socket
import ssl
from collections.abc import Awaitable, Iterator
from typing import TypeVar

import httpx

from app.dify.errors import DifyError, NoSuchHost, NotTheApi, Silent, StreamCut, TimedOut, Unreachable, Untrusted

T = TypeVar("T")


async def told(awaitable: Awaitable[T]) -> T:
    """``awaitable``, its failure told in terms of the tree.

    Raised after the ``except`` is over, for an error that kept the library's as its context would keep that
    one's frames, whose locals hold the bytes of the header with the key.
    """
    try:
        return await awaitable
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        failure = _error_of(error)
    raise failure


def _error_of(error: Exception) -> DifyError:
    match error:
        case httpx.ConnectError() if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            return Untrusted("no connection: the certificate is not valid here")
        case httpx.ConnectError() if any(_names_no_host(cause) for cause in _causes(error)):
            return NoSuchHost("no connection: there is no host of that name")
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return Unreachable(f"no connection: {str(error) or type(error).__name__}")
        case httpx.ReadTimeout():
            return Silent("the server was silent for too long", _patience(error))
        case httpx.TimeoutException():
            return TimedOut("the server took too long")
        case httpx.DecodingError():
            return NotTheApi("the answer's compression is damaged")
        case _:
            return StreamCut(f"the connection broke off ({type(error).__name__})")


def _patience(error: httpx.ReadTimeout) -> float:
    """The seconds for which the failed request had waited for the next byte."""
    try:
        return float(error.request.extensions["timeout"]["read"])
    except (RuntimeError, KeyError, TypeError):  # a request that was never sent, or one without a limit
        return 0.0


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _names_no_host(error: BaseException) -> bool:
    """Whether the name has no address; a resolver that is away for a moment says something else."""
    return isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN
