"""What is sent twice where a connection has died, a GET, and what never is: all else."""

import asyncio

import pytest

from app.dify import Timeouts
from app.dify.errors import StreamCut, TimedOut
from tests.unit.dify.doubles import PING, STREAM_HEAD, chunk, client_at, json_answer, read, read_request, server


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
        (lambda c: c.messages.rate("m", "like", user="u"), "POST /v1/messages/m/feedbacks"),
        (lambda c: c.conversations.delete("c", user="u"), "DELETE /v1/conversations/c"),
        (lambda c: c.annotations.update("a", "q", "a"), "PUT /v1/apps/annotations/a"),
    ],
    ids=["send", "rate", "delete", "update"],
)
async def test_anything_but_a_get_is_never_sent_again(call, line):
    hangup = Hangup(json_answer(b'{"name": "Guide"}'))
    async with server(hangup.talk) as address, client_at(address) as client:
        await client.app.info(user="u")
        with pytest.raises(StreamCut):
            await call(client)
    assert hangup.dropped == [line]
    assert hangup.asked == ["GET /v1/info?user=u"]


async def test_a_question_is_never_sent_again_where_the_connection_that_brought_an_answer_has_died():
    hangup = Hangup(STREAM_HEAD + chunk(PING) + chunk(b""))
    async with server(hangup.talk) as address, client_at(address) as client:
        await read(client)
        with pytest.raises(StreamCut):
            await read(client)
    assert hangup.dropped == ["POST /v1/chat-messages"]
    assert hangup.asked == ["POST /v1/chat-messages"]


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
