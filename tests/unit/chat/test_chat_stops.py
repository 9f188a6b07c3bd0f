"""Telling the app once more to stop, when nobody here reads the answer any longer."""

import asyncio

import pytest

from app.chat import Gone
from app.dify.errors import ServerFailed
from tests.unit.runs.doubles import IDS, refused

ME, OTHER = "visitor-1", "visitor-2"
STOP = f"POST /v1/chat-messages/{IDS['task_id']}/stop"


async def left(chat, upstream):
    """A question whose stream broke after the app had named its task."""
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Half")
    upstream.stream.break_off()
    async with asyncio.timeout(10):
        await run.closed.wait()
    return run


async def test_the_app_is_told_to_stop_the_task_of_a_turn_of_one_s_own(chat, upstream):
    run = await left(chat, upstream)
    await chat.stops.again(ME, run.message.id)
    assert upstream.asked(STOP) == [{"user": ME}]


@pytest.mark.parametrize("of_another", [True, False])
async def test_nobody_stops_a_turn_that_is_not_theirs_or_is_none(chat, upstream, of_another):
    run = await left(chat, upstream)
    with pytest.raises(Gone):
        await (chat.stops.again(OTHER, run.message.id) if of_another else chat.stops.again(ME, "no-such-turn"))
    assert upstream.asked(STOP) == []


async def test_an_app_that_refuses_is_heard(chat, upstream):
    run = await left(chat, upstream)
    upstream.on(STOP, refused("internal_server_error", status=500))
    with pytest.raises(ServerFailed):
        await chat.stops.again(ME, run.message.id)
