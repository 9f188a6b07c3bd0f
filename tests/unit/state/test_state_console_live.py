"""What an agent has open is followed while it is written, as long as they look and may see it."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest
import reflex as rx

from app.catalog import App
from app.chat import Chat
from app.news import EVERYBODY, Changed, Hosted, MemoryNews
from app.policy import Role
from app.runs.draft import thoughts_of
from app.state import sockets as sockets_module
from app.state.console_thread import ConsoleLiveState, ConsoleThreadState
from app.state.sockets import Tab
from tests.unit.chat.talks import ME, ended
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import Stream
from tests.unit.served import serve
from tests.unit.state.agents import do, tab, thread, turns
from tests.unit.state.threads import Task

__all__ = ["tab", "thread"]


class Shown(list[Any]):
    """``came`` is set when one has come."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()


@pytest.fixture
def shown(monkeypatch) -> Shown:
    """The batches that go to the tab."""
    sent = Shown()

    async def show(_tab: Tab, kind: type[rx.State], values: dict[str, Any]) -> None:
        assert kind is ConsoleLiveState
        sent.append(values["batch"])
        sent.came.set()

    async def taken(_tab: Tab) -> None:
        pass

    monkeypatch.setattr(Tab, "show", show)
    monkeypatch.setattr(Tab, "taken", taken)
    return sent


async def _all(events: Any) -> list[Any]:
    return [event async for event in events]


async def test_an_answer_is_read_while_it_is_written_and_stands_whole_in_the_end(chat, upstream, thread, shown):
    run = await chat.ask(ME, "", "Why?", {})
    assert await do(thread, "open", "app-1", run.row.conversation_id) == [
        ConsoleThreadState.follow, ConsoleThreadState.stream,
    ]  # fmt: skip
    assert turns(thread) == [("Why?", "", "running")]
    streaming = asyncio.create_task(do(thread, "stream"))
    upstream.stream.say("Because.")
    upstream.stream.finish()
    assert await streaming is ConsoleThreadState.renew
    assert "".join(batch[2] for batch in shown) == "Because."
    await do(thread, "renew")
    assert turns(thread) == [("Why?", "Because.", "done")]


async def test_an_agent_sees_steps_that_the_customer_does_not_as_they_come_and_in_the_end(
    chat, upstream, thread, shown
):
    customer = chat.seen_by(Role.VISITOR)
    run = await customer.ask(ME, "", "Why?", {})
    place = run.row.conversation_id
    await do(thread, "open", "app-1", place)
    streaming = asyncio.create_task(do(thread, "stream"))
    upstream.stream.send("node_started", data={"id": "n-1", "title": "Look up", "inputs": {"prompt": "secret"}})
    upstream.stream.send("agent_thought", id="t-1", tool="search", tool_input="lamps", observation="two lamps")
    upstream.stream.say("Two.")
    upstream.stream.finish()
    assert await streaming is ConsoleThreadState.renew
    assert "Look up" in repr(shown) and "two lamps" in repr(shown) and "secret" not in repr(shown)
    await do(thread, "renew")
    [turn] = thread._turns()
    steps = [(step.title, step.input, step.result) for step in turn.thoughts]
    assert steps == [("Look up", "", ""), ("search", "lamps", "two lamps")]
    [theirs] = (await customer.open(ME, place)).turns
    batch = await chat.runs.log.last(run.row.id)
    for steps in (theirs.thoughts, thoughts_of(batch.seen_by(customer.policy).draft)):
        assert [(step.title, step.input, step.result) for step in steps] == [("search", "", "")]


async def test_a_page_that_is_loaded_anew_is_shown_the_answer_that_one_read_which_was_left(chat, upstream, thread):
    run = await chat.ask(ME, "", "Why?", {})
    await do(thread, "open", "app-1", run.row.conversation_id)
    there = sockets_module.sockets.namespace.sid_to_token
    assert await do(thread, "open", "app-1", run.row.conversation_id) is ConsoleThreadState.follow
    there.clear()
    assert await do(thread, "renew") is None
    there[""] = ""
    assert await do(thread, "renew") == [ConsoleThreadState.stream]
    assert turns(thread) == [("Why?", "", "running")]


async def test_what_is_asked_while_a_conversation_is_open_comes_by_itself(chat, upstream, thread):
    run = await asked(chat, upstream, "Why?")
    place = run.row.conversation_id
    await do(thread, "open", "app-1", place)
    async with aclosing(ConsoleThreadState.follow.fn(Task(thread))) as follower:
        assert await anext(follower) is ConsoleThreadState.renew  # What came before it listened is read.
        told = asyncio.create_task(anext(follower))
        await asyncio.sleep(0)
        upstream.stream = Stream()
        await chat.ask(ME, place, "And then?", {}, parent=run.message.id)
        assert await asyncio.wait_for(told, 10) is ConsoleThreadState.renew
    assert await do(thread, "renew") == [ConsoleThreadState.stream]
    assert turns(thread)[1:] == [("And then?", "", "running")]
    assert await do(thread, "renew") == []  # It is followed already.


@pytest.mark.parametrize("others", [[], ["app-2"]], ids=["no app", "another"])
async def test_who_may_see_an_app_no_more_gets_nothing_further_of_an_answer_in_it(
    chat, upstream, thread, shown, monkeypatch, others
):
    run = await chat.ask(ME, "", "Why?", {})
    await do(thread, "open", "app-1", run.row.conversation_id)
    streaming = asyncio.create_task(do(thread, "stream"))
    upstream.stream.say("Be")
    await asyncio.wait_for(shown.came.wait(), 10)
    monkeypatch.setattr(chat, "news", news := MemoryNews())
    async with aclosing(ConsoleThreadState.follow.fn(Task(thread))) as follower:
        assert await anext(follower) is ConsoleThreadState.renew
        told = asyncio.create_task(anext(follower))
        chats = [chat, *(Chat(slug, upstream.client, chat._ledger, chat.runs) for slug in others)]
        entries = [App(slug="app-1", embedded="guide", groups=["makers"])]
        serve(monkeypatch, *chats, user="agent-1", role=Role.AGENT, entries=entries)
        await news.publish(*EVERYBODY, Hosted())
        assert await asyncio.wait_for(told, 10) is ConsoleThreadState.renew
    await do(thread, "renew")
    upstream.stream.say("cause.")
    upstream.stream.finish()
    assert await streaming is None
    assert ([batch[2] for batch in shown], turns(thread)) == (["Be"], [])
    await ended(run)
    for other in chats[1:]:
        await other.close()


async def test_a_tab_that_nobody_sees_follows_nothing_and_goes_on_when_somebody_does(chat, upstream, thread, shown):
    run = await chat.ask(ME, "", "Why?", {})
    await do(thread, "open", "app-1", run.row.conversation_id)
    streaming = asyncio.create_task(do(thread, "stream"))
    following = asyncio.create_task(_all(ConsoleThreadState.follow.fn(Task(thread))))
    upstream.stream.say("Be")
    await asyncio.wait_for(shown.came.wait(), 10)
    await do(thread, "look", False)
    upstream.stream.say("cause.")
    assert await streaming is None
    await chat.news.publish(chat.slug, ME, Changed(run.row.conversation_id))
    await asyncio.wait_for(following, 10)
    assert [batch[2] for batch in shown] == ["Be"]
    assert await do(thread, "look", True) is ConsoleThreadState.follow
    assert await do(thread, "renew") == [ConsoleThreadState.stream]
    upstream.stream.finish()
    await ended(run)
