"""The key is in the request's header and nowhere else: not in a repr, an error, a traceback with locals, or a log."""

import logging
import traceback

import httpx
import pytest
from pydantic import SecretStr

from app.dify import Client, Timeouts
from app.dify.errors import DifyError
from app.dify.multipart import Upload
from app.dify.request import Request
from app.dify.transport import Transport
from tests.unit.dify.doubles import (
    KEY,
    STREAM_HEAD,
    chunk,
    client_at,
    client_of,
    client_over,
    json_answer,
    read_request,
    server,
)


def told(error: BaseException) -> str:
    """All that a careful error report could hold: each error of the chain, with the locals of its frames."""
    parts = []
    link: BaseException | None = error
    while link is not None:
        rendered = traceback.TracebackException.from_exception(link, capture_locals=True)
        parts += [str(link), repr(link), repr(link.args), repr(vars(link)), *rendered.format()]
        link = link.__cause__ or link.__context__
    return "\n".join(parts)


class Broken(httpx.AsyncBaseTransport):
    """Fails as the protocol library does while it writes the request's head, in a frame that holds its bytes."""

    async def handle_async_request(self, request):
        head = b"\r\n".join(name + b": " + value for name, value in request.headers.raw)
        raise httpx.WriteError(f"could not write {len(head)} bytes", request=request)


async def test_a_report_with_locals_would_show_a_key_that_a_frame_holds():
    request = httpx.Request("GET", "http://h", headers={"Authorization": f"Bearer {KEY}"})
    with pytest.raises(httpx.WriteError) as caught:
        await Broken().handle_async_request(request)
    assert KEY in told(caught.value)


def test_no_repr_shows_it():
    client = Client("https://api.test/v1", SecretStr(KEY))
    transport = Transport("https://api.test/v1", SecretStr(KEY), Timeouts())
    for thing in (client, client.chat, transport, *vars(client).values(), *vars(transport).values()):
        assert KEY not in repr(thing)
        assert KEY not in repr(getattr(thing, "__dict__", ""))


@pytest.mark.parametrize("key", ["", " ", "two words", "new\nline", "schlüssel", "app-\x00"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key):
    with pytest.raises(ValueError, match="no HTTP header can carry") as caught:
        Client("https://api.test/v1", SecretStr(key))
    assert not key.strip() or key not in "".join([str(caught.value), repr(caught.value)])


async def test_white_space_around_it_is_no_part_of_it():
    def answer(request):
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        return httpx.Response(200, json={"name": "Guide"})

    async with Client("https://api.test/v1", SecretStr(f" {KEY}\n"), transport=httpx.MockTransport(answer)) as client:
        assert (await client.app.info(user="u")).name == "Guide"


async def failures(client):
    for call in (
        lambda: client.app.parameters(user="u"),
        lambda: client.chat.send(query="Hi", user="u"),
        lambda: stream(client),
        lambda: client.files.upload("n", b"x", "image/png", user="u"),
    ):
        try:
            await call()
        except DifyError as error:
            yield error


async def stream(client):
    async with client.chat.stream(query="Hi", user="u") as events:
        async for _ in events:
            pass


ANSWERS = {
    "unauthorized": lambda request: httpx.Response(401, json={"code": "unauthorized", "message": "no", "status": 401}),
    # a wrong host that answers with what it was sent, as debugging proxies do
    "echo": lambda request: httpx.Response(400, text=request.headers["Authorization"]),
    "echo in json": lambda request: httpx.Response(400, json={"message": request.headers["Authorization"]}),
    "echo with a good status": lambda request: httpx.Response(200, text=request.headers["Authorization"]),
    "html": lambda request: httpx.Response(500, text="<html>"),
    "redirect": lambda request: httpx.Response(302, headers={"Location": "/login"}),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_no_error_of_an_answer_shows_it(name):
    async with client_of(ANSWERS[name]) as client:
        seen = [told(error) async for error in failures(client)]
    assert len(seen) == 4
    assert KEY not in "".join(seen)


async def test_no_error_of_a_connection_shows_it():
    async with client_over(Broken()) as client:
        seen = [told(error) async for error in failures(client)]
    assert len(seen) == 4
    assert KEY not in "".join(seen)
    assert "WriteError" in seen[0]


async def test_no_error_keeps_the_librarys_as_its_context():
    async with client_over(Broken()) as client:
        async for error in failures(client):
            assert error.__context__ is None and error.__cause__ is None


async def test_no_log_at_its_most_talkative_shows_it(caplog):
    async def talk(reader, writer):
        request = await read_request(reader)
        if b"/info" in request:
            writer.write(json_answer(b'{"name": "Guide"}'))
        elif b"/chat-messages" in request:
            writer.write(STREAM_HEAD + chunk(b"event: ping\n\n"))
        elif b"/meta" in request:
            writer.write(b"HTTP/1.1 401 UNAUTHORIZED\r\nContent-Length: 0\r\n\r\n")

    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "asyncio"):
        caplog.set_level(1, logger=name)
    async with server(talk) as address, client_at(address) as client:
        await client.app.info(user="u")
        for call in (client.app.meta(user="u"), client.app.parameters(user="u"), stream(client)):
            with pytest.raises(DifyError):
                await call
    async with client_at(address) as client:
        with pytest.raises(DifyError):
            await client.app.info(user="u")
    loggers = {record.name for record in caplog.records}
    assert {"httpx", "httpcore.http11", "httpcore.connection"} <= loggers
    assert "send_request_headers.started" in caplog.text
    for record in caplog.records:
        assert KEY not in record.getMessage() and KEY not in repr(vars(record))


def test_a_call_in_an_error_report_does_not_show_what_a_person_wrote():
    upload = Upload("diary.txt", b"dear diary", "text/plain", "u")
    assert "dear diary" not in repr(Request("POST", "/files/upload", json={"query": "dear diary"}, upload=upload))
