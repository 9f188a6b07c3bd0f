"""Real connections that are never made, that say what is no answer, or that break off or fall silent before one."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr

from app.dify import Client, Timeouts
from app.dify.errors import DifyError, NotTheApi, StreamCut, TimedOut, Unreachable
from tests.unit.dify.doubles import (
    KEY,
    Pieces,
    client_at,
    client_of,
    client_over,
    json_answer,
    read,
    read_request,
    server,
)


@pytest.mark.parametrize(
    "address", ["", "host/v1", "ftp://host/v1", "http://", "http://[::1", "http://host:99999/v1", "http://x\u2028y/v1"]
)
def test_an_address_that_is_none_is_unreachable_at_once(address):
    with pytest.raises(Unreachable, match="the address of the API is none"):
        Client(address, SecretStr(KEY))


async def test_a_port_where_nobody_listens_is_unreachable():
    async with server(lambda reader, writer: asyncio.sleep(0)) as address:
        pass
    async with client_at(address) as client:
        with pytest.raises(Unreachable):
            await client.app.parameters(user="u")
        with pytest.raises(Unreachable):
            await read(client)


async def test_a_name_that_nobody_has_is_unreachable():
    async with client_at("http://no-such-host.invalid/v1") as client:
        with pytest.raises(Unreachable):
            await client.app.parameters(user="u")


async def test_a_server_that_speaks_no_tls_is_unreachable_over_https():
    async def talk(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    async with server(talk) as address, client_at(address.replace("http:", "https:")) as client:
        with pytest.raises(Unreachable):
            await client.app.parameters(user="u")


async def test_a_connection_that_is_not_taken_in_time_is_unreachable():
    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            raise httpx.ConnectTimeout("")

    async with client_over(Slow()) as client:
        with pytest.raises(Unreachable, match="ConnectTimeout"):
            await client.app.parameters(user="u")


async def test_what_speaks_no_http_breaks_off():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(b"220 mail ready\r\n")

    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut, match="RemoteProtocolError"):
            await client.app.parameters(user="u")


async def test_damaged_compression_is_not_the_api():
    answer = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Pieces([b"not gzip"]))
    async with client_of(lambda request: answer) as client:
        with pytest.raises(NotTheApi, match="compression"):
            await client.app.parameters(user="u")


async def test_a_server_that_never_answers_times_out():
    async def talk(reader, writer):
        await read_request(reader)
        await reader.read()

    async with server(talk) as address:
        async with client_at(address, Timeouts(call=0.1, work=30)) as client:
            with pytest.raises(TimedOut):
                await client.app.parameters(user="u")
        async with client_at(address, Timeouts(silence=0.1)) as client:
            with pytest.raises(TimedOut):
                await read(client)


async def test_a_call_that_waits_for_a_model_has_more_time_than_others():
    async def talk(reader, writer):
        await read_request(reader)
        await asyncio.sleep(0.3)
        writer.write(json_answer(b'{"answer": "Hi"}'))

    async with server(talk) as address, client_at(address, Timeouts(call=0.1, work=20)) as client:
        assert (await client.chat.send(query="Hi", user="u")).answer == "Hi"


async def test_a_file_that_breaks_off_says_so():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nhalf")

    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut):
            async with client.files.preview("f") as body:
                async for _ in body.aiter_bytes():
                    pass


async def test_an_error_whose_body_breaks_off_is_still_that_error():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 401 UNAUTHORIZED\r\nContent-Length: 100\r\n\r\n{")

    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(DifyError) as caught:
            await client.app.parameters(user="u")
    assert type(caught.value).__name__ == "Unauthorized"
