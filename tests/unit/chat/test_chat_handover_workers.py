"""A person takes a conversation in one process of the server while others ask in it, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from app.chat import Chat
from app.ledger import Ledger
from app.runs.limits import Bounds, Places
from app.runs.registry import LiveRun
from app.views import Turn
from tests.redis_server import RedisServer
from tests.unit.both import database
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, ended, page
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import refused
from tests.unit.runs.shared import worker

__all__ = ["database"]

ANNA, STOP = "agent-1", "POST /v1/chat-messages/task-1/stop"


@pytest.fixture
async def two(tmp_path, ledger_url, upstream) -> AsyncIterator[tuple[Chat, Chat]]:
    """The same app in two processes, each with a ledger of its own on one database."""
    server = RedisServer(tmp_path)
    server.start()
    upstream.on(CONVERSATIONS, page())
    async with AsyncExitStack() as stack:
        stack.callback(server.stop)
        chats = []
        for _ in range(2):
            ledger = await stack.enter_async_context(Ledger.beside(ledger_url))
            there = await stack.enter_async_context(worker(server.url, ledger))
            there.runs.places = Places(there.runs, Bounds(of_user=100))
            chats.append(Chat("app-1", upstream.client, ledger, there.runs))
            stack.push_async_callback(chats[-1].close)
        yield chats[0], chats[1]


async def test_an_answer_that_another_process_writes_ends_when_a_person_comes(two, upstream):
    one, other = two
    run = await one.ask(ME, "", "Why?", {})
    upstream.stream.say("Be")
    await other.handover.take(run.row.conversation_id, ANNA, "Anna")
    await upstream.waits_for(STOP)
    upstream.stream.finish()
    await ended(run)
    assert run.stopping.state == "stopped"
    heard = await one.ask(ME, run.row.conversation_id, "Is anybody there?", {})
    assert isinstance(heard, Turn)


async def test_of_many_who_ask_while_a_person_comes_the_app_hears_none_that_they_hear(two, upstream):
    one, other = two
    place = (await asked(one, upstream, "Why?")).row.conversation_id
    upstream.refusal = refused("app_unavailable", "It is closed.")  # Its answer ends at once.
    steps = [two[number % 2].ask(ME, place, f"Question {number}", {}, parent=None) for number in range(24)]
    came = [await steps.pop()]
    steps.insert(12, other.handover.take(place, ANNA, "Anna"))
    came += [each for each in await asyncio.gather(*steps) if each]
    came.append(await one.ask(ME, place, "Question 24", {}))
    runs = [each for each in came if isinstance(each, LiveRun)]
    for run in runs:
        await ended(run)
    told = {turn.question for turn in came if isinstance(turn, Turn)}
    assert {sent["query"] for sent in upstream.asked(ASK)} == {"Why?", *(run.message.question for run in runs)}
    assert len(told) + len(runs) == len(came) == 25
    assert "Question 24" in told and "Question 23" not in told
    [since, *heard] = [turn.at for turn in (await other.handover.standing(ME, place)).turns]
    assert max(run.message.created_at for run in runs) < since < min(heard)
    assert len(heard) == len(told)
