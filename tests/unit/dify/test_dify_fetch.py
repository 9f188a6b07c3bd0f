"""A file at the address that a message named: its bytes and their bound, without the key."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from app.dify import Client, Timeouts
from app.dify.errors import Forbidden, InvalidRequest, NotTheApi, TimedOut
from app.dify.transport import FILE_LIMIT
from tests.fixtures.recordings import load
from tests.unit.dify.doubles import KEY, PNG, SIGNED, Pieces, client_at, client_over, fetched, server, serving


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
