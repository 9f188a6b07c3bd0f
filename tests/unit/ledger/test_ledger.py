"""What is asked and answered, in the ledger on real databases."""

import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy.exc import SQLAlchemyError

from app.ledger import AskedAlready, Ledger
from tests.unit.ledger.talks import APP, ME, NO_IDS, OTHER, asked, ids, known
from tests.unit.sql import sql


async def test_a_question_in_a_new_conversation_makes_all_three_rows(ledger):
    conversation, message, run = await asked(ledger, "  Why is\nthe sky blue?  ")
    assert (conversation.name, conversation.inputs) == ("Why is the sky blue?", {"city": "Ulm"})
    assert conversation.upstream_id is None
    assert (message.question, message.status, message.answer) == ("  Why is\nthe sky blue?  ", "running", "")
    assert (run.status, run.message_id, run.conversation_id) == ("running", message.id, conversation.id)
    assert abs(time.time() - message.created_at) < 60


async def test_a_turn_of_the_same_id_is_begun_once_and_leaves_no_conversation(ledger):
    await ledger.begin(APP, ME, "Why?", None, {}, id="turn-1")
    with pytest.raises(AskedAlready):
        await ledger.begin(APP, ME, "Why?", None, {}, id="turn-1")
    assert len(await ids(ledger)) == 1


async def test_a_long_question_names_its_conversation_by_its_beginning(ledger):
    conversation, message, _ = await asked(ledger, "word " * 100)
    assert len(conversation.name) == 60
    assert message.question == "word " * 100


async def test_a_question_in_an_old_conversation_moves_it_to_the_top(ledger):
    first, *_ = await asked(ledger, "first")
    second, *_ = await asked(ledger, "second")
    assert await ids(ledger) == [second.id, first.id]
    again, *_ = await asked(ledger, "more", first)
    assert again.id == first.id
    assert await ids(ledger) == [first.id, second.id]


async def test_a_question_keeps_what_was_learned_of_its_conversation_meanwhile(ledger):
    stale, _, run = await asked(ledger)
    await ledger.named(run, **NO_IDS | {"conversation_id": "up-1"})
    await ledger.learn(APP, ME, [known("up-1", "A better name")])
    again, *_ = await asked(ledger, "more", stale)
    assert (again.upstream_id, again.name) == ("up-1", "A better name")


async def test_the_upstream_s_ids_are_kept_as_they_come(ledger):
    conversation, message, run = await asked(ledger)
    await ledger.named(run, task_id="task-1", message_id="", conversation_id="")
    await ledger.named(run, task_id="task-1", message_id="up-m", conversation_id="up-c")
    assert (await ledger.conversation(APP, ME, conversation.id)).upstream_id == "up-c"
    assert (await ledger.message(APP, ME, message.id)).upstream_id == "up-m"
    assert (await ledger.message(APP, ME, "up-m")).id == message.id


async def test_a_conversation_keeps_the_first_id_that_the_upstream_gave_it(ledger):
    conversation, _, run = await asked(ledger)
    await ledger.named(run, **NO_IDS | {"conversation_id": "up-1"})
    await ledger.named(run, **NO_IDS | {"conversation_id": "up-2"})
    assert (await ledger.conversation(APP, ME, conversation.id)).upstream_id == "up-1"


async def test_a_conversation_that_was_listed_before_its_answer_named_it_is_one(ledger):
    conversation, message, run = await asked(ledger)
    [listed] = await ledger.learn(APP, ME, [known("up-1", "From the list")])
    _, late, _ = await asked(ledger, "asked in the listed one", listed)
    await ledger.named(run, task_id="t", message_id="m", conversation_id="up-1")
    assert await ids(ledger) == [conversation.id]
    assert (await ledger.conversation(APP, ME, "up-1")).id == conversation.id
    assert [row.id for row in await ledger.messages(APP, ME, conversation.id)] == [message.id, late.id]
    assert [row.id for row in await ledger.learn(APP, ME, [known("up-1", "From the list")])] == [conversation.id]


async def test_an_end_is_recorded_with_all_that_is_known(ledger):
    conversation, message, run = await asked(ledger)
    notice = {"key": "error_said", "args": {"message": "…"}}
    notes, citations = [{"key": "note_unknown", "args": {"count": "1"}}], [{"position": 1, "document": "Guide"}]
    await ledger.end(run, "failed", answer="Half", notice=notice, notes=notes, citations=citations)
    row = await ledger.message(APP, ME, message.id)
    assert (row.status, row.answer, row.notice, row.notes, row.citations) == (
        "failed", "Half", notice, notes, citations,
    )  # fmt: skip
    moved = await ledger.conversation(APP, ME, conversation.id)
    assert moved.updated_at > conversation.updated_at


async def test_an_answer_is_kept_while_it_is_written(ledger):
    _, message, run = await asked(ledger)
    await ledger.save(run, "So far")
    row = await ledger.message(APP, ME, message.id)
    assert (row.answer, row.status) == ("So far", "running")


async def test_a_late_save_leaves_an_answer_that_has_ended_as_it_is(ledger):
    _, message, run = await asked(ledger)
    await ledger.end(run, "done", answer="So far and whole.")
    await ledger.save(run, "So far")
    assert (await ledger.message(APP, ME, message.id)).answer == "So far and whole."


THOUGHT = {"id": "t-1:0", "kind": "tool", "title": "clock", "labels": {"zh_Hans": "时钟"}, "state": "done"}
FORM = {"view": {"id": "form-1", "state": "open"}, "token": "token-1", "node_id": "ask"}


async def test_steps_forms_and_the_flow_s_run_are_recorded_with_the_end(ledger):
    _, message, run = await asked(ledger)
    assert (message.thoughts, message.forms, message.workflow_run_id) == ([], [], "")
    await ledger.end(run, "waiting", answer="…", thoughts=[THOUGHT], forms=[FORM], workflow_run_id="run-1")
    row = await ledger.message(APP, ME, message.id)
    assert (row.status, row.thoughts, row.forms, row.workflow_run_id) == ("waiting", [THOUGHT], [FORM], "run-1")


async def test_a_turn_that_waited_runs_on_with_a_run_of_its_own(ledger):
    conversation, message, run = await asked(ledger)
    await ledger.end(run, "waiting", answer="So far", forms=[FORM], workflow_run_id="run-1")
    waiting = await ledger.message(APP, ME, message.id)
    again = await ledger.resume(waiting)
    assert (again.message_id, again.conversation_id, again.user) == (message.id, conversation.id, ME)
    assert (again.id != run.id, again.status, again.task_id) == (True, "running", None)
    row = await ledger.message(APP, ME, message.id)
    assert (row.status, row.answer, row.forms) == ("running", "So far", [FORM])
    await ledger.end(again, "done", answer="So far so good")
    row = await ledger.message(APP, ME, message.id)
    assert (row.status, row.answer) == ("done", "So far so good")


async def test_a_turn_that_went_on_and_died_with_its_process_is_interrupted_and_one_that_waits_is_not(ledger):
    _, message, run = await asked(ledger)
    _, other, waiting = await asked(ledger)
    for item in (run, waiting):
        await ledger.end(item, "waiting", answer="So far")
    await ledger.resume(await ledger.message(APP, ME, message.id))
    await ledger.interrupt_all()
    statuses = [(await ledger.message(APP, ME, id)).status for id in (message.id, other.id)]
    assert statuses == ["interrupted", "waiting"]


async def test_what_became_of_a_form_is_kept_for_this_user_s_turn_alone(ledger):
    for user in (ME, OTHER):
        _, _, run = await asked(ledger, f"of {user}", user=user)
        await ledger.named(run, **NO_IDS | {"message_id": "up-m"})
        await ledger.end(run, "waiting", answer="", forms=[FORM])
    answered = {**FORM, "view": {"id": "form-1", "state": "answered"}}
    await ledger.keep_forms(await ledger.message(APP, ME, "up-m"), [answered])
    assert (await ledger.message(APP, ME, "up-m")).forms == [answered]
    assert (await ledger.message(APP, OTHER, "up-m")).forms == [FORM]
    assert (await ledger.message(APP, ME, "up-m")).status == "waiting"


async def test_turns_come_oldest_first(ledger):
    conversation, *_ = await asked(ledger, "1")
    for number in range(2, 6):
        await asked(ledger, str(number), conversation)
    assert [row.question for row in await ledger.messages(APP, ME, conversation.id)] == ["1", "2", "3", "4", "5"]


async def test_a_turn_that_was_asked_again_says_so(ledger):
    conversation, message, _ = await asked(ledger)
    await ledger.hide(message)
    assert [row.hidden for row in await ledger.messages(APP, ME, conversation.id)] == [True]


async def test_an_answer_s_end_is_noted_at_its_conversation(ledger):
    conversation, _, run = await asked(ledger)
    assert (conversation.answered_at, conversation.seen_at) == (0, 0)
    await ledger.end(run, "done", answer="Because.")
    now = await ledger.conversation(APP, ME, conversation.id)
    assert now.answered_at == now.updated_at > conversation.updated_at - 1


async def test_a_start_interrupts_what_the_last_process_left_running(ledger):
    conversation, message, run = await asked(ledger, "left")
    await ledger.save(run, "Half an ans")
    _, done, ended = await asked(ledger, "done", conversation)
    await ledger.end(ended, "done", answer="Whole.")
    await ledger.interrupt_all()
    assert (await ledger.message(APP, ME, message.id)).status == "interrupted"
    assert (await ledger.message(APP, ME, message.id)).answer == "Half an ans"
    assert (await ledger.message(APP, ME, done.id)).status == "done"


async def test_what_a_living_process_has_or_has_just_begun_is_not_interrupted(ledger):
    conversation, theirs, run = await asked(ledger, "theirs")
    _, lost, _ = await asked(ledger, "lost", conversation)
    _, young, begun = await asked(ledger, "young", conversation)
    await ledger.interrupt_all([run.id], begun.started_at)
    found = [(await ledger.message(APP, ME, turn.id)).status for turn in (theirs, lost, young)]
    assert found == ["running", "interrupted", "running"]


async def test_what_was_recorded_is_there_after_the_next_start(ledger_url):
    async with Ledger.opened(ledger_url) as ledger:
        conversation, *_ = await asked(ledger, "Bleibt das? 会保留吗？ 🙂")
    async with Ledger.opened(ledger_url) as ledger:
        [row] = await ledger.messages(APP, ME, conversation.id)
        assert row.question == "Bleibt das? 会保留吗？ 🙂"


@pytest.mark.parametrize("database", ["sqlite"])
async def test_sqlite_writes_ahead_and_waits_for_a_lock(ledger, ledger_file):
    async with ledger._session() as session:
        connection = await session.connection()
        pragmas = [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in
                   ("journal_mode", "busy_timeout")]  # fmt: skip
    assert pragmas == ["wal", 5000]
    with closing(sqlite3.connect(ledger_file)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_transaction_that_fails_leaves_nothing(ledger):
    await sql(ledger, "DROP TABLE runs")
    with pytest.raises(SQLAlchemyError, match="runs"):
        await asked(ledger)
    assert await ids(ledger) == []
