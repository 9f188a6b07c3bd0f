"""A file at the address that a message named: whose host is asked, and at which IP address."""

import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.dify import Client
from app.dify.addresses import is_public
from app.dify.errors import ForeignAddress, Unreachable
from tests.unit.dify.doubles import KEY, PNG, SIGNED, fetched

PUBLIC = "93.184.215.14"


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
