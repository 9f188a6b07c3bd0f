"""Real streams: read as they come, cut, silent or endless, and left by their reader."""

import asyncio

import pytest

from app.dify import Timeouts
from app.dify.errors import Silent, StreamCut, TimedOut
from tests.unit.dify.doubles import PING, STREAM_HEAD, TOKEN, chunk, client_at, read, read_request, server


async def test_a_stream_that_falls_silent_times_out_after_what_it_said():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN))
        await reader.read()

    seen = []
    async with server(talk) as address, client_at(address, Timeouts(silence=1.0)) as client:
        with pytest.raises(Silent, match="silent") as caught:
            async with client.chat.stream(query="Hi", user="u") as events:
                async for event in events:
                    seen.append(event.event)
    assert (seen, caught.value.seconds) == (["message"], 1.0)


@pytest.mark.parametrize("said", [b"", STREAM_HEAD], ids=["no headers", "headers alone"])
async def test_a_stream_that_never_begins_times_out_too(said):
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(said)
        await reader.read()

    async with server(talk) as address, client_at(address, Timeouts(call=20, silence=0.1)) as client:
        with pytest.raises(Silent):
            await read(client)


async def test_headers_that_come_with_a_late_first_ping_are_waited_for():
    async def talk(reader, writer):
        await read_request(reader)
        await asyncio.sleep(0.3)  # the model is slow; an ordinary call would have given up
        writer.write(STREAM_HEAD + chunk(PING) + chunk(TOKEN) + chunk(b""))

    async with server(talk) as address, client_at(address, Timeouts(call=0.1, silence=20)) as client:
        assert await read(client) == ["ping", "message"]


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

    async with server(talk) as address, client_at(address, Timeouts(connect=60, silence=60)) as client:
        assert await asyncio.gather(*[read(client) for _ in range(150)]) == [["message"]] * 150
