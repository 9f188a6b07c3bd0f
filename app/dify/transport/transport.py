"""HTTP as the API needs it: the key, the time-outs, the status before the body, errors of the tree."""

import contextlib
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Collection
from contextlib import aclosing, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from pydantic import SecretStr

from app.dify.addresses import public_addresses
from app.dify.body import Body
from app.dify.errors import Busy, DifyError, ForeignAddress, NotTheApi, Unreachable, error_of_body
from app.dify.events import StreamEvent
from app.dify.request import Request, Timeouts
from app.dify.sse import EventDecoder
from app.dify.transport.failures import told
from app.dify.transport.key import Key
from app.dify.transport.places import address_of, place_of
from app.dify.transport.reading import M, body_of, chunks, media_type, parsed, range_of, whole
from app.dify.transport.streams import Streams
from app.dify.wire import parse_json

Network = httpx.AsyncBaseTransport

ERROR_LIMIT = 64 * 2**10
LONGEST_WAIT = 3600  # seconds
FILE_LIMIT = 100 * 2**20

# A request that met one of these may never have been read: the server closes an idle connection after 2 s
# without a word, and what was sent at that moment is lost.
_DROPPED = (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError)


class Transport:
    """One server's address and key. No I/O before the first call.

    Raises ValueError for a key that no header can carry, and :class:`Unreachable` for an address that is none.
    """

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr,
        timeouts: Timeouts,
        network: Network | None = None,
        file_hosts: Collection[str] = (),
    ) -> None:
        self._key = Key(api_key)
        if not self._key.fits():
            # The protocol library would refuse it too, and quote it in the error and in the log.
            raise ValueError("the API key is empty or holds a character that no HTTP header can carry")
        self._timeouts = timeouts
        self._address = address_of(base_url)
        self._file_hosts = frozenset(file_hosts)
        # Read once for all, as that takes 50 ms.
        certificates = None if network else httpx.create_ssl_context(trust_env=False)
        common: dict[str, Any] = {
            "verify": certificates or True,
            "follow_redirects": False,
            "trust_env": False,
            "transport": network,
            # One jar would serve all users alike; the API itself knows no cookies, but proxies before it may.
            "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        }
        # Files are fetched by their signed addresses with a client that has no key to send. It keeps no connection:
        # one to an IP address, opened for one host name, must not serve another.
        self._plain = httpx.AsyncClient(**common, limits=httpx.Limits(max_keepalive_connections=0))
        self._client = httpx.AsyncClient(
            **common,
            base_url=self._address,
            auth=self._key,
            # Each running answer holds one, so that a bound would make readers wait for each other's answers.
            # Idle ones are kept for less than the 2 s after which real servers close them.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=1.5),
        )
        self._streams = httpx.AsyncClient(
            **common | {"transport": Streams(certificates) if certificates else network},
            base_url=self._address,
            auth=self._key,
        )

    async def aclose(self) -> None:
        for client in (self._client, self._streams, self._plain):
            await client.aclose()

    async def call(self, request: Request, model: type[M]) -> M:
        """The answer as ``model``; an answer without a body (204) as one of defaults alone."""
        async with self._answer(self._send(request, self._patience(request))) as response:
            # Not kept under a name: a wrong host may have sent the key back, and locals get into error reports.
            found = parsed(await whole(response), response, model)
        if isinstance(found, str):
            raise NotTheApi(f"{request.method} {request.path}: the answer is {found}", response.status_code)
        return found

    @asynccontextmanager
    async def events(self, request: Request) -> AsyncGenerator[AsyncIterator[StreamEvent], None]:
        """The events of a stream whose status is good. Leaving closes the connection, however one leaves."""
        async with self._answer(self._send(request, self._timeouts.silence, self._streams)) as response:
            if media_type(response) != "text/event-stream":
                raise await self._no_stream(response)
            async with aclosing(self._decoded(response)) as events:
                yield events

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncGenerator[Body, None]:
        """The answer's bytes, not collected. Leaving closes the connection."""
        async with (
            self._answer(self._send(request, self._patience(request))) as response,
            aclosing(chunks(response)) as pieces,
        ):
            yield body_of(response, pieces)

    @asynccontextmanager
    async def fetch(self, address: str, part: str = "") -> AsyncGenerator[Body, None]:
        """The bytes at an address that the API gave, without the key; ``part`` is a ``Range``.

        An address without a host is the API's own. Raises :class:`ForeignAddress` for one that is neither the API's
        nor an allowed host's, or whose host is inside a network, and NotTheApi for more than ``FILE_LIMIT`` bytes.
        """
        url = self._own_or_allowed(address)
        own = place_of(url) == place_of(self._address)
        addresses = [""] if own else await public_addresses(place_of(url), self._timeouts.connect)
        async with (
            self._answer(self._send_plain(url, addresses, part)) as response,
            aclosing(chunks(response, limit=FILE_LIMIT)) as pieces,
        ):
            body = body_of(response, pieces)
            if body.size > FILE_LIMIT:
                raise NotTheApi(f"a file of more than {FILE_LIMIT} bytes", response.status_code)
            yield body

    def _own_or_allowed(self, address: str) -> httpx.URL:
        try:
            url = self._address.copy_with(raw_path=b"/").join(address)
        except (httpx.InvalidURL, ValueError):  # the latter for half an emoji, or digits that are no number
            raise ForeignAddress("the address is none") from None
        place = place_of(url)
        if url.scheme not in ("http", "https") or not place.host or url.userinfo:
            raise ForeignAddress("the address is no plain one of HTTP")
        if place != place_of(self._address) and not place.is_one_of(self._file_hosts):
            raise ForeignAddress(f"{place.host}:{place.port} is not the API's, and not an allowed host")
        return url

    async def _send_plain(self, url: httpx.URL, addresses: list[str], part: str) -> httpx.Response:
        """Ask ``url`` at the first of its ``addresses`` that answers; "" is the host as it is named."""
        headers = {"Accept-Encoding": "identity", "Host": url.netloc.decode("ascii")} | range_of(part)
        timeout = httpx.Timeout(self._timeouts.call, connect=self._timeouts.connect)
        for number, address in enumerate(addresses, 1):
            there = url.copy_with(host=address) if address else url
            request = self._plain.build_request("GET", there, headers=headers, timeout=timeout)
            request.extensions["sni_hostname"] = place_of(url).host
            try:
                return await self._plain.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise Unreachable("the host has no address")

    @asynccontextmanager
    async def _answer(self, sent: Awaitable[httpx.Response]) -> AsyncGenerator[httpx.Response, None]:
        response = await told(sent)
        try:
            if not response.is_success:
                raise await self._error(response)
            yield response
        finally:
            await response.aclose()

    async def _send(self, request: Request, read: float, client: httpx.AsyncClient | None = None) -> httpx.Response:
        built = self._build(request, read)
        client = client or self._client
        try:
            return await client.send(built, stream=True)
        except _DROPPED:
            # Only a GET is sent again: anything else may have been carried out, and a message is paid for.
            if request.method != "GET":
                raise
        return await client.send(built, stream=True)

    def _build(self, request: Request, read: float) -> httpx.Request:
        # A proxy that compresses an event stream holds it back until there is enough to compress.
        headers = {"Accept-Encoding": "identity"} | range_of(request.part)
        content: bytes | AsyncIterator[bytes] | None = None
        if request.upload is not None:
            named, content = request.upload.encode()
            headers |= named
        elif request.json is not None:
            # ASCII alone, because half of a surrogate pair (a cut emoji) has no UTF-8.
            headers["Content-Type"], content = "application/json", json.dumps(request.json).encode("ascii")
        return self._client.build_request(
            request.method,
            request.url,
            headers=headers,
            content=content,
            timeout=httpx.Timeout(self._timeouts.call, connect=self._timeouts.connect, read=read),
            extensions={"gather": request.gather} if request.gather else None,
        )

    def _patience(self, request: Request) -> float:
        return self._timeouts.work if request.works else self._timeouts.call

    async def _decoded(self, response: httpx.Response) -> AsyncGenerator[StreamEvent, None]:
        decoder = EventDecoder(hide=self._key.hide)
        async with aclosing(chunks(response, self._timeouts.stream)) as pieces:
            async for chunk in pieces:
                for event in decoder.feed(chunk):
                    yield event
        for event in decoder.flush():
            yield event

    async def _error(self, response: httpx.Response) -> DifyError:
        status = response.status_code
        if 300 <= status < 400:
            place = response.headers.get("location", "")[:200]
            return NotTheApi(f"HTTP {status}: the address leads on to {place!r}, which this API never does", status)
        text, body = await self._start(response)
        error = error_of_body(status, body, text)
        if isinstance(error, Busy):
            after = response.headers.get("retry-after", "")
            error.retry_after = min(int(after), LONGEST_WAIT) if re.fullmatch("[0-9]{1,9}", after) else 0
        return error

    async def _no_stream(self, response: httpx.Response) -> DifyError:
        """What an answer of status 200 means that is no event stream."""
        _, body = await self._start(response)
        if isinstance(body, dict) and "code" in body and isinstance(body.get("status"), int):
            return error_of_body(body["status"], body, "")
        kind = media_type(response) or "nothing named"
        return NotTheApi(f"the answer is {kind}, not an event stream", response.status_code)

    async def _start(self, response: httpx.Response) -> tuple[str, Any]:
        """The first part of an error's body, as text and as JSON; also of one that breaks off."""
        start = b""
        with contextlib.suppress(DifyError):
            async with aclosing(chunks(response)) as pieces:
                async for chunk in pieces:
                    start += chunk
                    if len(start) >= ERROR_LIMIT:
                        break
        text = self._key.hide(start[:ERROR_LIMIT].decode("utf-8", "replace"))
        try:
            return text, parse_json(text)
        except ValueError:
            return text, None
