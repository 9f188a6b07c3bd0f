"""A file at the address that a message named: whose host is asked, at which IP address, and without the key."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from app.dify import Client, Timeouts
from app.dify.addresses import is_public
from app.dify.body import Body
from app.dify.errors import Forbidden, ForeignAddress, InvalidRequest, NotTheApi, TimedOut, Unreachable
from app.dify.transport import FILE_LIMIT
from tests.fixtures.recordings import load
from tests.unit.dify.doubles import KEY, Pieces, client_at, client_over, server, serving

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PUBLIC = "93.184.215.14"
SIGNED = "/files/tools/a.png?timestamp=1&sign=x"


async def fetched(client: Client, address: str, part: str = "") -> tuple[Body, bytes]:
    async with client.fetch(address, part=part) as body:
        return body, b"".join([piece async for piece in body.aiter_bytes()])


def recorder(seen: list[httpx.Request]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=PNG, headers={"Content-Type": "image/png"})

    return answer


def client_for(seen: list[httpx.Request], *hosts: str, base: str = "https://api.test/v1") -> Client:
    return Client(base, SecretStr(KEY), transport=httpx.MockTransport(recorder(seen)), file_hosts=hosts)


class Names:
    """A name server whose answers the test gives; the last one stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.answers: list[list[str]] = [[PUBLIC]]
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)

    def _look_up(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        self.asked.append(host)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in addresses
        ]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


@pytest.mark.parametrize("address", [SIGNED, f"https://api.test{SIGNED}", f"https://API.test:443{SIGNED}"])
async def test_the_api_s_own_address_is_asked_as_it_stands_and_without_the_key(names, address):
    seen: list[httpx.Request] = []
    async with client_for(seen) as client:
        body, content = await fetched(client, address)
    assert (body.media_type, body.size, content) == ("image/png", len(PNG), PNG)
    assert str(seen[0].url) == f"https://api.test{SIGNED}"
    assert "authorization" not in seen[0].headers
    assert KEY not in str(seen[0].headers)
    assert names.asked == []


FOREIGN = [
    "https://elsewhere.example/files/a.png",
    "//elsewhere.example/files/a.png",
    "https://api.test.elsewhere.example/files/a.png",
    "https://api.test@elsewhere.example/files/a.png",
    "https://elsewhere.example\\@api.test/a.png",
    "http://api.test/files/a.png",
    "https://api.test:8443/files/a.png",
    "https://user:password@api.test/files/a.png",
    "http://localhost/files/a.png",
    "http://127.0.0.1/files/a.png",
    "http://[::1]/files/a.png",
    "http://[::ffff:127.0.0.1]/files/a.png",
    "http://2130706433/files/a.png",
    "http://169.254.169.254/latest/meta-data",
    "ftp://api.test/files/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "https://api.test/\x00a",
    "https://[bad/a.png",
    "https://api.test:port/a",
    "https://\ud83d.example/a",
]


@pytest.mark.parametrize("address", FOREIGN)
async def test_no_other_address_is_asked(names, address):
    seen: list[httpx.Request] = []
    async with client_for(seen) as client:
        with pytest.raises(ForeignAddress) as caught:
            await fetched(client, address)
    assert seen == names.asked == []
    assert KEY not in str(caught.value)


async def test_an_allowed_host_is_asked_at_the_address_that_was_checked(names):
    names.answers = [[PUBLIC], ["127.0.0.1"]]  # A name that leads elsewhere the second time it is asked.
    seen: list[httpx.Request] = []
    async with client_for(seen, "files.example") as client:
        await fetched(client, "https://files.example/a.png?sign=x")
    [request] = seen
    assert names.asked == ["files.example"]
    assert (request.url.host, request.headers["host"]) == (PUBLIC, "files.example")
    assert request.extensions["sni_hostname"] == "files.example"
    assert request.url.raw_path == b"/a.png?sign=x"
    assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("allowed", "address", "is_asked"),
    [
        ("files.example", "https://files.example/a", True),
        ("files.example", "http://files.example/a", True),
        ("files.example", "https://FILES.example./a", True),
        ("files.example", "https://files.example:8443/a", False),
        ("files.example", "https://sub.files.example/a", False),
        ("files.example:8443", "https://files.example:8443/a", True),
        ("files.example:8443", "https://files.example/a", False),
        ("[2606:2800::1]:8443", "https://[2606:2800::1]:8443/a", True),
    ],
)
async def test_an_allowed_host_is_one_host_at_its_ports(names, allowed, address, is_asked):
    seen: list[httpx.Request] = []
    async with client_for(seen, allowed) as client:
        if is_asked:
            await fetched(client, address)
        else:
            with pytest.raises(ForeignAddress):
                await fetched(client, address)
    assert len(seen) == is_asked


INSIDE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
]


@pytest.mark.parametrize("ip", INSIDE)
async def test_an_allowed_host_inside_a_network_is_not_asked(names, ip):
    names.answers = [[PUBLIC, ip]]
    seen: list[httpx.Request] = []
    async with client_for(seen, "files.example") as client:
        with pytest.raises(ForeignAddress):
            await fetched(client, "https://files.example/a.png")
    assert seen == []


@pytest.mark.parametrize("ip", [PUBLIC, "8.8.8.8", "::ffff:8.8.8.8", "2606:2800:220:1::1"])
def test_an_address_of_the_open_internet_is_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize("name", ["localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "[::1]"])
async def test_a_name_of_this_machine_is_not_asked_though_it_is_allowed(name):
    """The real name server of this machine, and no double."""
    seen: list[httpx.Request] = []
    async with client_for(seen, name) as client:
        with pytest.raises((ForeignAddress, Unreachable)):
            await fetched(client, f"http://{name}/a.png")
    assert seen == []


async def test_a_host_without_an_address_cannot_be_reached(monkeypatch):
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with client_for([], "files.example") as client:
        with pytest.raises(Unreachable, match=r"files\.example has no address"):
            await fetched(client, "https://files.example/a.png")


async def test_a_second_address_is_tried_where_the_first_does_not_answer(names):
    names.answers = [["2606:2800::1", PUBLIC]]
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        if ":" in request.url.host:
            raise httpx.ConnectError("no route")
        return httpx.Response(200, content=PNG)

    network = httpx.MockTransport(answer)
    async with Client("https://api.test/v1", SecretStr(KEY), transport=network, file_hosts=["files.example"]) as client:
        assert (await fetched(client, "https://files.example/a.png"))[1] == PNG
    assert hosts == ["2606:2800::1", PUBLIC]


async def test_a_redirect_is_not_followed():
    visited: list[str] = []

    async def page(request: Request) -> Response:
        visited.append(request.url.path)
        return RedirectResponse("/secret", 302) if request.url.path == "/files/a.png" else PlainTextResponse("secret")

    async with (
        serving(Starlette(routes=[Route("/{path:path}", page)])) as address,
        Client(address, SecretStr(KEY)) as client,
    ):
        with pytest.raises(NotTheApi) as caught:
            await fetched(client, "/files/a.png")
    assert caught.value.status == 302
    assert visited == ["/files/a.png"]


async def test_over_a_real_socket_no_key_is_sent_and_no_cookie_kept():
    headers: list[dict[str, str]] = []

    async def picture(request: Request) -> Response:
        headers.append(dict(request.headers))
        return Response(PNG, media_type="image/png", headers={"Set-Cookie": "session=1; Path=/"})

    async with (
        serving(Starlette(routes=[Route("/files/a.png", picture)])) as address,
        Client(address, SecretStr(KEY)) as client,
    ):
        for _ in range(2):
            assert (await fetched(client, address.removesuffix("/v1") + "/files/a.png"))[1] == PNG
    for sent in headers:
        assert "authorization" not in sent and "cookie" not in sent
        assert KEY not in str(sent)
        assert sent["host"] == address.removeprefix("http://").removesuffix("/v1")


async def test_a_part_is_asked_for_and_told():
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["range"] == "bytes=2-3"
        return httpx.Response(206, content=b"cd", headers={"Content-Range": "bytes 2-3/6"})

    async with client_over(httpx.MockTransport(answer)) as client:
        body, content = await fetched(client, SIGNED, "bytes=2-3")
        assert (body.status, body.part, body.parts, body.size, content) == (206, "bytes 2-3/6", True, 2, b"cd")
        async with client.files.preview("f", part="bytes=2-3") as preview:
            assert (preview.status, preview.part) == (206, "bytes 2-3/6")


async def test_the_length_of_what_comes_compressed_is_not_told():
    packed = gzip.compress(PNG)
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    network = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=Pieces([packed])))
    async with client_over(network) as client:
        body, content = await fetched(client, SIGNED)
    assert (body.size, content) == (-1, PNG)


class Endless(httpx.AsyncByteStream):
    def __init__(self) -> None:
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.given += 2**20
            yield b"\0" * 2**20


@pytest.mark.parametrize("headers", [{}, {"Content-Length": str(FILE_LIMIT + 1)}], ids=["silent", "declared"])
async def test_a_file_has_a_bound(headers):
    endless = Endless()
    network = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=endless))
    async with client_over(network) as client:
        with pytest.raises(NotTheApi, match="more than"):
            async with client.fetch(SIGNED) as body:
                async for _ in body.aiter_bytes():
                    pass
    assert endless.given <= (FILE_LIMIT + 2**20 if not headers else 0)


async def test_a_server_that_goes_silent_ends_the_fetch():
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with server(silent) as address, client_at(address, Timeouts(call=0.05)) as client:
        with pytest.raises(TimedOut):
            await fetched(client, SIGNED)


@pytest.mark.parametrize(
    ("name", "error"),
    [("410-expired-tool-file-url", Forbidden), ("267-file-preview-unsigned", InvalidRequest)],
)
async def test_a_recorded_refusal_is_an_error_of_the_tree(name, error):
    recording = load("0.15.3", name)
    network = httpx.MockTransport(
        lambda request: httpx.Response(recording.status, headers=recording.headers, content=recording.body)
    )
    async with client_over(network) as client:
        with pytest.raises(error):
            await fetched(client, recording.path)


@pytest.mark.parametrize("name", ["266-file-preview-signed", "269-tool-file"])
async def test_a_recorded_file_arrives_whole(name):
    recording = load("0.15.3", name)
    network = httpx.MockTransport(
        lambda request: httpx.Response(200, headers={"Content-Type": "image/png"}, content=recording.body)
    )
    async with client_over(network) as client:
        body, content = await fetched(client, recording.path)
    assert (body.media_type, content) == ("image/png", recording.body)
