"""Real connections that fail in every way they can, and what is sent twice (a GET) or never."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr

from app.dify import Client, Timeouts
from app.dify.errors import DifyError, NotTheApi, StreamCut, TimedOut, Unreachable
from tests.unit.dify.doubles import (
    KEY,
    STREAM_HEAD,
    Pieces,
    chunk,
    client_at,
    client_of,
    client_over,
    json_answer,
    read_request,
    server,
)

TOKEN = b'data: {"event": "message", "answer": "Hi"}\n\n'
PING = b"event: ping\n\n"


async def read(client: Client) -> list[str]:
    async with client.chat.stream(query="Hi", user="u") as events:
        return [event.event async for event in events]


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


async def test_a_stream_that_falls_silent_times_out_after_what_it_said():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN))
        await reader.read()

    seen = []
    async with server(talk) as address, client_at(address, Timeouts(silence=0.1)) as client:
        with pytest.raises(TimedOut, match="silent"):
            async with client.chat.stream(query="Hi", user="u") as events:
                async for event in events:
                    seen.append(event.event)
    assert seen == ["message"]


async def test_headers_that_come_with_a_late_first_ping_are_waited_for():
    async def talk(reader, writer):
        await read_request(reader)
        await asyncio.sleep(0.3)  # the model is slow; an ordinary call would have given up
        writer.write(STREAM_HEAD + chunk(PING) + chunk(TOKEN) + chunk(b""))

    async with server(talk) as address, client_at(address, Timeouts(call=0.1, silence=20)) as client:
        assert await read(client) == ["ping", "message"]


async def test_a_call_that_waits_for_a_model_has_more_time_than_others():
    async def talk(reader, writer):
        await read_request(reader)
        await asyncio.sleep(0.3)
        writer.write(json_answer(b'{"answer": "Hi"}'))

    async with server(talk) as address, client_at(address, Timeouts(call=0.1, work=20)) as client:
        assert (await client.chat.send(query="Hi", user="u")).answer == "Hi"


async def test_a_stream_that_never_ends_is_given_up():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD)
        while not writer.is_closing():
            writer.write(chunk(PING))
            await writer.drain()
            await asyncio.sleep(0.01)

    async with server(talk) as address, client_at(address, Timeouts(stream=0.2)) as client:
        with pytest.raises(TimedOut, match=r"not ended within 0\.2 s"):
            await read(client)


async def test_a_stream_cut_in_the_middle_says_so_after_what_it_said():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN) + chunk(TOKEN)[:-10])

    seen = []
    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut):
            async with client.chat.stream(query="Hi", user="u") as events:
                async for event in events:
                    seen.append(event.event)
    assert seen == ["message"]


async def test_a_stream_that_is_reset_says_so():
    read_all = asyncio.Event()

    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN))
        await read_all.wait()
        writer.transport.abort()

    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut):
            async with client.chat.stream(query="Hi", user="u") as events:
                async for _ in events:
                    read_all.set()


async def test_a_stream_that_ends_without_its_end_just_ends():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN) + chunk(b""))

    async with server(talk) as address, client_at(address) as client:
        assert await read(client) == ["message"]


async def test_a_stream_without_length_ends_with_the_connection():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + TOKEN + PING)

    async with server(talk) as address, client_at(address) as client:
        assert await read(client) == ["message", "ping"]


async def test_events_arrive_one_by_one_and_not_at_the_end():
    got_first = asyncio.Event()

    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN))
        await got_first.wait()
        writer.write(chunk(PING) + chunk(b""))

    async with (
        server(talk) as address,
        client_at(address) as client,
        client.chat.stream(query="Hi", user="u") as events,
    ):
        assert (await anext(events)).event == "message"
        got_first.set()
        assert (await anext(events)).event == "ping"


async def endless_until_left(reader, writer, left):
    await read_request(reader)
    writer.write(STREAM_HEAD + chunk(TOKEN))
    await reader.read()
    left.set()


async def test_leaving_a_stream_early_closes_its_connection():
    left = asyncio.Event()
    async with server(lambda r, w: endless_until_left(r, w, left)) as address, client_at(address) as client:
        async with client.chat.stream(query="Hi", user="u") as events:
            async for _ in events:
                break
        await asyncio.wait_for(left.wait(), 10)


async def test_an_error_of_the_reader_closes_the_connection():
    left = asyncio.Event()
    async with server(lambda r, w: endless_until_left(r, w, left)) as address, client_at(address) as client:
        with pytest.raises(ZeroDivisionError):
            async with client.chat.stream(query="Hi", user="u") as events:
                async for _ in events:
                    _ = 1 / 0
        await asyncio.wait_for(left.wait(), 10)


async def test_a_cancelled_reader_closes_the_connection():
    left, reading = asyncio.Event(), asyncio.Event()

    async def reader_of(client):
        async with client.chat.stream(query="Hi", user="u") as events:
            async for _ in events:
                reading.set()

    async with server(lambda r, w: endless_until_left(r, w, left)) as address, client_at(address) as client:
        task = asyncio.create_task(reader_of(client))
        await asyncio.wait_for(reading.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(left.wait(), 10)


async def test_a_stream_does_not_ask_for_compression_which_a_proxy_would_hold_it_back_for():
    asked = []

    async def talk(reader, writer):
        asked.append(await read_request(reader))
        writer.write(STREAM_HEAD + chunk(b""))

    async with server(talk) as address, client_at(address) as client:
        await read(client)
    assert b"accept-encoding: identity\r\n" in asked[0].lower()


class Hangup:
    """Answers each connection's first request, and hangs up on its second unanswered, as if it had been idle."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.dropped: list[str] = []

    async def talk(self, reader, writer):
        first = await read_request(reader)
        self.asked.append(first.partition(b" HTTP")[0].decode())
        writer.write(self.answer)
        await writer.drain()
        second = await read_request(reader)
        if second:
            self.dropped.append(second.partition(b" HTTP")[0].decode())


async def test_a_get_on_a_dead_pooled_connection_is_sent_once_more():
    hangup = Hangup(json_answer(b'{"name": "Guide"}'))
    async with server(hangup.talk) as address, client_at(address) as client:
        await client.app.info(user="u")
        assert (await client.app.info(user="u")).name == "Guide"
    assert hangup.dropped == ["GET /v1/info?user=u"]
    assert len(hangup.asked) == 2


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda c: c.chat.send(query="Hi", user="u"), "POST /v1/chat-messages"),
        (read, "POST /v1/chat-messages"),
        (lambda c: c.messages.rate("m", "like", user="u"), "POST /v1/messages/m/feedbacks"),
        (lambda c: c.conversations.delete("c", user="u"), "DELETE /v1/conversations/c"),
        (lambda c: c.annotations.update("a", "q", "a"), "PUT /v1/apps/annotations/a"),
    ],
    ids=["send", "stream", "rate", "delete", "update"],
)
async def test_anything_but_a_get_is_never_sent_again(call, line):
    hangup = Hangup(json_answer(b'{"name": "Guide"}'))
    async with server(hangup.talk) as address, client_at(address) as client:
        await client.app.info(user="u")
        with pytest.raises(StreamCut):
            await call(client)
    assert hangup.dropped == [line]
    assert hangup.asked == ["GET /v1/info?user=u"]


async def test_a_get_is_not_sent_a_third_time():
    asked = []

    async def talk(reader, writer):
        asked.append(await read_request(reader))

    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut):
            await client.app.info(user="u")
    assert len(asked) == 2


async def test_a_question_is_not_sent_over_a_connection_that_the_server_has_closed():
    asked = []
    closed = asyncio.Event()

    async def talk(reader, writer):
        asked.append((await read_request(reader)).split(b" ")[0])
        writer.write(json_answer(b'{"answer": "Hi"}'))
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        closed.set()

    async with server(talk) as address, client_at(address) as client:
        for _ in range(3):
            closed.clear()
            await client.chat.send(query="Hi", user="u")
            await closed.wait()
    assert asked == [b"POST"] * 3


async def test_a_get_that_times_out_is_not_sent_again():
    asked = []

    async def talk(reader, writer):
        asked.append(await read_request(reader))
        await reader.read()

    async with server(talk) as address, client_at(address, Timeouts(call=0.1)) as client:
        with pytest.raises(TimedOut):
            await client.app.info(user="u")
    assert len(asked) == 1


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


async def test_many_streams_run_at_once():
    all_here = asyncio.Event()
    here = 0

    async def talk(reader, writer):
        nonlocal here
        await read_request(reader)
        here += 1
        if here == 150:
            all_here.set()
        await all_here.wait()
        writer.write(STREAM_HEAD + chunk(TOKEN) + chunk(b""))

    async with server(talk) as address, client_at(address) as client:
        assert await asyncio.gather(*[read(client) for _ in range(150)]) == [["message"]] * 150
