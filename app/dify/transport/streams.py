"""The network that event streams come by: aiohttp, under httpx's name.

A token comes alone, as a piece of its own. Reading 1,000 of them, 20 ms apart, took httpx with httpcore and h11 580 to
700 ms of one core, 420 to 520 ms where two were left to gather before each read; aiohttp, whose parser is C, takes 180
to 340 ms. Ordinary calls stay with httpx's own network, which also bounds how long a write may take.
"""

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import httpx
from yarl import URL

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
        with _told_by_httpx():
            response = await self._opened().request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=headers,
                data=body or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(sock_connect=patience["connect"], sock_read=patience["read"]),
            )
        transport = response.connection.transport if response.connection else None
        if transport is not None and (gather := request.extensions.get("gather")):
            Gate.before(transport, gather)
        return httpx.Response(response.status, headers=response.raw_headers, stream=_Pieces(response), request=request)

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
    """What has come since the last look, at once."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told_by_httpx():
            async for piece in self._response.content.iter_any():
                yield piece

    async def aclose(self) -> None:
        self._response.close()


@contextmanager
def _told_by_httpx() -> Iterator[None]:
    """aiohttp's failures as the ones that httpx has for them."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise httpx.ConnectTimeout(str(error)) from error
    except aiohttp.ServerTimeoutError as error:
        raise httpx.ReadTimeout(str(error)) from error
    except aiohttp.ClientConnectorError as error:
        raise httpx.ConnectError(str(error)) from error
    except aiohttp.InvalidURL as error:
        raise httpx.InvalidURL(str(error)) from error
    except aiohttp.ClientOSError as error:
        raise httpx.ReadError(str(error)) from error
    except aiohttp.ClientError as error:
        raise httpx.RemoteProtocolError(str(error)) from error
