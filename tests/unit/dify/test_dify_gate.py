"""Pieces of a stream that wait for those after them."""

import asyncio
import time

import pytest

from app.dify import Timeouts
from app.dify.errors import Silent, StreamCut
from app.dify.request import Gather
from app.dify.transport.gate import LARGEST, Gate
from tests.unit.dify.doubles import PING, STREAM_HEAD, TOKEN, chunk, client_at, read_request, server

PATIENT = 60.0


def waiting(due: float, latest: float) -> Gather:
    """Pieces wait until then, in seconds from now."""
    now = asyncio.get_running_loop().time()
    return lambda: (now + due, now + latest)


class Inner(asyncio.Protocol):
    """The connection's own protocol: notes what it is given."""

    def __init__(self) -> None:
        self.given: list[bytes | str] = []
        self.came = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.given.append(data)
        self.came.set()

    def eof_received(self) -> bool:
        self.given.append("end")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.given.append("lost")


async def test_pieces_of_text_go_through_together_with_the_one_that_may_not_wait():
    inner, clock = Inner(), asyncio.get_running_loop().time
    gate = Gate(inner, lambda: (clock() + 0.3, clock() + PATIENT))
    gate.data_received(b'1 "answer"')
    gate.data_received(b'2 "answer"')
    assert inner.given == []
    await asyncio.sleep(0.35)
    assert inner.given == []
    gate.data_received(b'3 "answer"')
    assert inner.given == [b'1 "answer"2 "answer"3 "answer"']


async def test_a_piece_after_which_nothing_comes_goes_through_when_its_patience_is_over():
    inner = Inner()
    began = time.monotonic()
    Gate(inner, waiting(PATIENT, 0.05)).data_received(TOKEN)
    async with asyncio.timeout(10):
        await inner.came.wait()
    assert time.monotonic() - began >= 0.045
    assert inner.given == [TOKEN]


async def test_what_is_no_piece_of_text_waits_for_nothing():
    inner = Inner()
    gate = Gate(inner, waiting(PATIENT, PATIENT))
    gate.data_received(TOKEN)
    gate.data_received(PING)
    assert inner.given == [TOKEN + PING]


async def test_no_more_than_a_bound_waits():
    inner = Inner()
    gate = Gate(inner, waiting(PATIENT, PATIENT))
    while not inner.given:
        gate.data_received(TOKEN)
    assert LARGEST <= len(inner.given[0]) < LARGEST + len(TOKEN)


@pytest.mark.parametrize("end", ["end", "lost"])
async def test_what_waits_goes_through_before_the_connection_ends(end):
    inner = Inner()
    gate = Gate(inner, waiting(PATIENT, PATIENT))
    gate.data_received(TOKEN)
    if end == "end":
        gate.eof_received()
    else:
        gate.connection_lost(None)
    assert inner.given == [TOKEN, end]


@pytest.mark.parametrize("patience", [0.0, 0.02, PATIENT])
async def test_a_stream_whose_pieces_wait_says_the_same(patience):
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(TOKEN))
        for piece in (TOKEN, TOKEN, PING, TOKEN):
            await asyncio.sleep(0.01)
            writer.write(chunk(piece))
            await writer.drain()
        writer.write(chunk(b""))

    async with (
        server(talk) as address,
        client_at(address) as client,
        client.chat.stream(query="Hi", user="u", gather=waiting(patience, patience)) as events,
    ):
        assert [event.event async for event in events] == ["message", "message", "message", "ping", "message"]


async def test_a_stream_whose_pieces_wait_may_be_cut():
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(PING))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(chunk(TOKEN))  # waits, and the connection ends without a last chunk

    seen = []
    async with server(talk) as address, client_at(address) as client:
        with pytest.raises(StreamCut):
            async with client.chat.stream(query="Hi", user="u", gather=waiting(PATIENT, PATIENT)) as events:
                async for event in events:
                    seen.append(event.event)
    assert seen == ["ping", "message"]


async def test_a_stream_whose_pieces_wait_and_that_falls_silent_times_out_after_what_it_said():
    async def talk(reader, writer):
        await read_request(reader)
        for _ in range(12):  # longer than the silence, but none between two of them
            writer.write((STREAM_HEAD if not _ else b"") + chunk(TOKEN))
            await asyncio.sleep(0.2)
        await reader.read()

    seen = []
    async with server(talk) as address, client_at(address, Timeouts(silence=2.0)) as client, asyncio.timeout(20):
        with pytest.raises(Silent) as caught:
            async with client.chat.stream(query="Hi", user="u", gather=waiting(0, 0)) as events:
                async for event in events:
                    seen.append(event.event)
    assert (seen, caught.value.seconds) == (["message"] * 12, 2.0)


async def test_who_does_not_listen_hears_no_silence():
    inner, listening, silent = Inner(), False, asyncio.Event()
    gate = Gate(inner, waiting(0, 0))
    gate.watch(0.02, lambda: listening, silent.set)
    await asyncio.sleep(0.1)
    assert not silent.is_set()
    listening = True
    async with asyncio.timeout(10):
        await silent.wait()


async def test_a_connection_that_has_brought_its_stream_serves_another_without_the_gate():
    seen = []

    async def talk(reader, writer):
        seen.append("opened")
        for _ in range(2):
            await read_request(reader)
            writer.write(STREAM_HEAD + chunk(TOKEN))
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.write(chunk(TOKEN) + chunk(b""))

    async with server(talk) as address, client_at(address) as client:
        for pause in (0.0, 0.0):
            async with client.chat.stream(query="Hi", user="u", gather=waiting(0, 0)) as events:
                seen += [event.event async for event in events]
            await asyncio.sleep(pause)
    assert seen == ["opened", "message", "message", "message", "message"]
