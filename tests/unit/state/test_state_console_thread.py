"""What an agent has open is the customer's conversation, as it is written, rated and taken away."""

import asyncio
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from sqlalchemy.exc import OperationalError

from app.catalog import App
from app.chat import Chat
from app.news import EVERYBODY, Changed, Hosted, MemoryNews
from app.policy import Role
from app.runs.draft import thoughts_of
from app.state import sockets as sockets_module
from app.state.console import ConsoleState
from app.state.console_references import ConsoleReferencesState
from app.state.console_thread import ConsoleLiveState, ConsoleThreadState
from app.state.sockets import Tab
from tests.unit.chat.talks import CONVERSATIONS, ME, MESSAGES, ended, page
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import Stream, refused
from tests.unit.served import serve
from tests.unit.state.threads import Task


@pytest.fixture
def tab(chat, upstream, monkeypatch) -> Any:
    """An agent's tab."""
    serve(monkeypatch, chat, user="agent-1", role=Role.AGENT)
    sockets = SimpleNamespace(sid_to_token={"": ""}, namespace="", server=SimpleNamespace(get_environ=lambda *_: {}))
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    upstream.on(CONVERSATIONS, page())
    upstream.on(MESSAGES, page())
    return rx.State(_reflex_internal_init=True)


@pytest.fixture
def thread(tab) -> Any:
    return tab.get_substate(ConsoleThreadState.get_full_name().split("."))


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


async def do(thread: Any, name: str, *given: Any) -> Any:
    handler = getattr(ConsoleThreadState, name)
    return await handler.fn(Task(thread) if handler.is_background else thread, *given)


async def _all(events: Any) -> list[Any]:
    return [event async for event in events]


def turns(thread: Any) -> list[tuple[str, str, str]]:
    return [(turn.question, turn.answer, turn.status) for turn in thread._turns()]


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


async def test_that_the_app_could_not_be_asked_stays_said_where_only_the_ledger_was_read_since(chat, upstream, thread):
    run = await asked(chat, upstream, "Why?")
    upstream.on(MESSAGES, refused("internal_server_error", "No.", 500))
    await do(thread, "open", "app-1", run.row.conversation_id)
    said = thread.notice
    await do(thread, "renew")
    assert (said.key != "", thread.notice, turns(thread)) == (True, said, [("Why?", "Answer to Why?", "done")])


async def test_a_rating_comes_and_goes_as_its_person_gives_it(chat, upstream, thread):
    run = await asked(chat, upstream, "Why?")
    upstream.on(f"POST /v1/messages/{run.draft.message_id}/feedbacks", {"result": "success"})
    await do(thread, "open", "app-1", run.row.conversation_id)
    for rating in ("dislike", "like", None):
        await chat.rate(ME, run.row.conversation_id, run.message.id, rating)
        await do(thread, "renew")
        assert [turn.rating for turn in thread._turns()] == [rating or ""]


async def test_what_its_person_deletes_is_gone(chat, upstream, thread):
    run = await asked(chat, upstream, "Why?")
    await do(thread, "open", "app-1", run.row.conversation_id)
    await chat.conversations.leaving.delete(ME, run.row.conversation_id)
    await do(thread, "renew")
    assert (thread.notice.key, turns(thread)) == ("gone", [])
    # They may have it back a moment later, and so may who opens it then.
    await chat.conversations.leaving.restore(ME, run.row.conversation_id)
    await do(thread, "open", "app-1", run.row.conversation_id)
    assert (thread.notice.key, turns(thread)) == ("", [("Why?", "Answer to Why?", "done")])


async def test_of_two_that_are_opened_at_once_the_later_one_stands(chat, upstream, thread):
    first, second = [await asked(chat, upstream, question) for question in ("Why?", "Where?")]
    opening = asyncio.create_task(do(thread, "open", "app-1", first.row.conversation_id))
    await asyncio.sleep(0)
    await do(thread, "open", "app-1", second.row.conversation_id)
    await opening
    assert [question for question, _, _ in turns(thread)] == ["Where?"]


async def test_a_move_that_comes_late_is_not_made(chat, upstream, thread):
    """As that of a page which was loaded anew elsewhere before its word was heard."""
    first, second = [await asked(chat, upstream, question) for question in ("Why?", "Where?")]
    await do(thread, "close", 2)
    await do(thread, "open", "app-1", first.row.conversation_id, 1)
    assert (thread.line.key, thread.moves) == ("", 2)
    await do(thread, "open", "app-1", second.row.conversation_id, 4)
    await do(thread, "close", 3)
    assert [question for question, _, _ in turns(thread)] == ["Where?"]


async def test_a_turn_is_found_by_references_that_are_shown_until_they_are_asked_for_again(chat, upstream, tab, thread):
    run, other = [await asked(chat, upstream, question) for question in ("Why?", "Where?")]
    references = tab.get_substate(ConsoleReferencesState.get_full_name().split("."))

    async def look(turn_id: str) -> dict[str, str]:
        await ConsoleReferencesState.look.fn(Task(references), turn_id)
        return {reference.name: reference.value for reference in references.references} if references.of else {}

    await do(thread, "open", "app-1", run.row.conversation_id)
    assert await look(run.message.id) == {
        "app": "app-1",
        "conversation": run.row.conversation_id,
        "message": run.message.id,
        "run": run.row.id,
        "upstream.user": ME,
        "upstream.conversation_id": run.draft.conversation_id,
        "upstream.message_id": run.draft.message_id,
        "upstream.task_id": run.draft.task_id,
    }
    assert f"run: {run.row.id}\n" in references.text
    assert await look(run.message.id) == {}
    assert await look(other.message.id) == {}


async def test_a_turn_that_failed_is_found_by_its_reference(chat, upstream, tab, thread):
    upstream.refusal = refused("provider_not_initialize", "No key.", 400)
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    references = tab.get_substate(ConsoleReferencesState.get_full_name().split("."))
    await do(thread, "open", "app-1", run.row.conversation_id)
    await ConsoleReferencesState.look.fn(Task(references), run.message.id)
    [turn] = thread._turns()
    found = {reference.name: reference.value for reference in references.references}
    assert (found["notice"], found["reference"]) == (turn.notice.key, turn.notice.reference)
    assert turn.notice.reference


async def test_what_is_open_is_read_for_the_list_as_long_as_somebody_looks(chat, upstream, tab, thread):
    run = await asked(chat, upstream, "Why?")
    console = tab.get_substate(ConsoleState.get_full_name().split("."))
    await ConsoleState.read.fn(Task(console))
    await do(thread, "open", "app-1", run.row.conversation_id)
    [line] = console.lines
    unread = {line.key: line.__class__(**{**line.__dict__, "unread": True})}
    console._put(unread, newest_first=True)
    assert [line.unread for line in console.lines] == [False]
    await do(thread, "look", False)
    console._put(unread, newest_first=True)
    assert [line.unread for line in console.lines] == [True]


async def test_the_app_s_own_code_of_what_an_answer_failed_by_stands_at_its_turn(chat, upstream, thread):
    run = await chat.ask(ME, "", "Why?", {})
    await do(thread, "open", "app-1", run.row.conversation_id)
    upstream.stream.send("error", code="provider_quota_exceeded", message="Secret.", status=400)
    upstream.stream.finish()
    await ended(run)
    await do(thread, "renew")
    assert thread.codes == {run.message.id: "provider_quota_exceeded"}
    await do(thread, "close")
    assert thread.codes == {}


async def test_why_a_status_was_not_changed_stays_said_until_the_next_act(chat, upstream, ledger, thread, monkeypatch):
    run = await asked(chat, upstream, "Why?")
    await do(thread, "open", "app-1", run.row.conversation_id)

    async def away(*_: Any) -> bool:
        raise OperationalError("UPDATE", {}, ConnectionError("away"))

    with monkeypatch.context() as broken:
        broken.setattr(type(ledger.inbox), "set_status", away)
        await do(thread, "put_status", "resolved")
    said = thread.refused
    await do(thread, "renew")
    assert (said.key != "", thread.refused, thread.line.status) == (True, said, "open")
    await do(thread, "put_status", "resolved")
    assert (thread.refused.key, thread.line.status) == ("", "resolved")
    await ledger.own.forget_conversation("app-1", ME, run.row.conversation_id)
    await do(thread, "put_status", "open")
    assert (thread.refused.key, thread.line.status) == ("inbox_not_changed", "resolved")
