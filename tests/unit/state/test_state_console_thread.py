"""What an agent has open is the customer's conversation, as it is opened, rated, found and taken away."""

import asyncio
from typing import Any

from sqlalchemy.exc import OperationalError

from app.state.console import ConsoleState
from app.state.console_references import ConsoleReferencesState
from app.views import InboxLine
from tests.unit.chat.talks import ME, MESSAGES, ended
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import refused
from tests.unit.state.agents import do, tab, thread, turns
from tests.unit.state.threads import Task

__all__ = ["tab", "thread"]


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
    named = thread.line.name
    await do(thread, "renew")
    assert (thread.notice.key, turns(thread)) == ("gone", [])
    assert (named, thread.line) == ("Why?", InboxLine(thread.line.key, "app-1", id=run.row.conversation_id))
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
