"""The network that event streams come by: aiohttp, under httpx's name.

A token comes alone, as a piece of its own. Reading 1,000 of them, 20 ms apart, took httpx with httpcore and h11 580 to
700 ms of one core, 420 to 520 ms where two were left to gather before each read; aiohttp, whose parser is C, takes 180
to 340 ms. Ordinary calls stay with httpx's own network, which also bounds how long a write may take.
"""

import ssl
from collections.abc import AsyncIterator
from functools import partial

import aiohttp
import httpx
from yarl import URL

from app.dify.request import Gather
from app.dify.transport.gate import Gate

IDLE = 1.5  # seconds; real servers close an idle connection after 2 s


class Streams(httpx.AsyncBaseTransport):
    """Opens its session with the first request, inside the loop that it belongs to."""

    def __init__(self, certificates: ssl.SSLContext) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._certificates = certificates

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        patience = request.extensions["timeout"]
        body = await request.aread()
        headers = [(name, value) for name, value in request.headers.multi_items() if name != "content-length"]
        try:
            response = await self._opened().request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=headers,
                data=body or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(sock_connect=patience["connect"], sock_read=patience["read"]),
            )
        except aiohttp.ClientError as error:
            raise _named(error, request) from error
        if gather := request.extensions.get("gather"):
            _gathered(response, gather, patience["read"])
        pieces = _Pieces(response, request)
        extensions = {} if "content-encoding" in response.headers else {"read": pieces.read}
        return httpx.Response(
            response.status, headers=response.raw_headers, stream=pieces, request=request, extensions=extensions
        )

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Each running answer holds a connection, so that a bound would make readers wait for each other's answers.
            connector = aiohttp.TCPConnector(
                limit=0, keepalive_timeout=IDLE, use_dns_cache=False, ssl=self._certificates
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        return self._session


class _Pieces(httpx.AsyncByteStream):
    """What comes. Whoever calls :meth:`read` itself spares each piece the way through httpx."""

    def __init__(self, response: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await self.read():
            yield piece

    async def read(self) -> bytes:
        """What has come since the last look, at once; nothing at the end."""
        try:
            return await self._response.content.readany()
        except aiohttp.ClientError as error:
            raise _named(error, self._request) from error

    async def aclose(self) -> None:
        self._response.close()


def _gathered(response: aiohttp.ClientResponse, gather: Gather, patience: float) -> None:
    """Let the pieces of ``response`` wait for each other; silence is watched by the gate, not by a timer a piece."""
    connection = response.connection
    if connection is None or connection.protocol is None or connection.transport is None:  # all has come
        return
    transport = connection.transport
    connection.protocol.read_timeout = None
    connection.protocol.start_timeout()
    silence = aiohttp.SocketTimeoutError("Timeout on reading data from socket")
    gate = Gate.before(transport, gather)
    response.content.on_eof(partial(gate.leave, transport))
    gate.watch(patience, transport.is_reading, lambda: response.content.set_exception(silence))


def _named(error: aiohttp.ClientError, request: httpx.Request) -> httpx.RequestError | httpx.InvalidURL:
    """aiohttp's failure as the one that httpx has for it."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout(str(error), request=request)
        case aiohttp.ServerTimeoutError():
            return httpx.ReadTimeout(str(error), request=request)
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(str(error), request=request)
        case aiohttp.InvalidURL():
            return httpx.InvalidURL(str(error))
        case aiohttp.ClientOSError():
            return httpx.ReadError(str(error), request=request)
        case _:
            return httpx.RemoteProtocolError(str(error), request=request)
