"""Runs against an upstream whose stream the test writes, and a ledger in a real file."""

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import httpx
import pytest

from app.dify import models
from app.ledger import Ledger, Message
from app.runs import records, registry, stopping
from app.runs.draft import files_of, thoughts_of
from app.runs.log import Batch, MemoryRunLog
from app.runs.registry import LiveRun, Runs
from app.views import Attachment, Citation, Notice
from tests.unit.dify.doubles import STREAM_HEAD, chunk, client_at, read_request, server
from tests.unit.runs.doubles import IDS, Upstream, refused

APP, ME = "app-1", "visitor-1"
STOP = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
ASK = "POST /v1/chat-messages"


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    made = Upstream()
    async with made.client:
        yield made


@pytest.fixture
async def runs(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Runs]:
    made = Runs(ledger, MemoryRunLog())
    yield made
    await made.close()


@pytest.fixture
async def run(runs: Runs, ledger: Ledger, upstream: Upstream) -> LiveRun:
    """A run whose question has been asked and whose stream is still to be written."""
    return await started(runs, ledger, upstream.client)


async def started(runs: Runs, ledger: Ledger, client, question: str = "Why?", conversation=None) -> LiveRun:
    conversation, message, row = await ledger.begin(APP, ME, question, conversation, {"city": "Ulm"})
    upstream_id = conversation.upstream_id or ""

    def asked():
        return client.chat.stream(query=question, user=ME, inputs=conversation.inputs, conversation_id=upstream_id)

    return await runs.start(LiveRun(row, message, client, asked))


async def until(runs: Runs, run: LiveRun, text: str) -> Batch:
    """The first batch whose whole text is ``text``."""
    async with asyncio.timeout(5):
        async for batch in runs.log.follow(run.row.id):
            if str(batch.draft.text) == text:
                return batch
    raise AssertionError(f"the run ended without the text {text!r}")


async def last(runs: Runs, run: LiveRun) -> Batch:
    async with asyncio.timeout(5):
        return [batch async for batch in runs.log.follow(run.row.id)][-1]


async def recorded(ledger: Ledger, run: LiveRun) -> Message:
    """The turn in the ledger, once the run's connection is closed."""
    async with asyncio.timeout(5):
        await run.closed.wait()
    row = await ledger.message(APP, ME, run.message.id)
    assert row is not None
    return row


def without(ledger_file, *tables: str) -> None:
    """A database that has lost these tables, so that what writes to them fails."""
    with closing(sqlite3.connect(ledger_file)) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")


async def test_an_answer_is_asked_shown_and_recorded_with_its_sources(runs, ledger, upstream, run):
    upstream.stream.say("Because ", "of the air.")
    cited = {"retriever_resources": [{"position": 1, "document_name": "Guide", "dataset_id": "secret"}]}
    upstream.stream.send("message_end", metadata=cited)
    upstream.stream.hang_up()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("Because of the air.", "done")
    row = await recorded(ledger, run)
    assert (row.answer, row.status, row.upstream_id) == ("Because of the air.", "done", IDS["message_id"])
    assert [Citation(**item) for item in row.citations] == [Citation(1, "Guide")]
    [body] = upstream.asked(ASK)
    assert (body["query"], body["user"], body["inputs"]) == ("Why?", ME, {"city": "Ulm"})
    assert (body["conversation_id"], body["auto_generate_name"]) == ("", True)


async def test_the_next_question_goes_into_the_same_conversation_upstream(runs, ledger, upstream, run):
    upstream.stream.finish()
    await recorded(ledger, run)
    conversation = await ledger.conversation(APP, ME, run.row.conversation_id)
    await started(runs, ledger, upstream.client, "And then?", conversation)
    await upstream.waits_for(ASK, 2)
    assert upstream.asked(ASK)[1]["conversation_id"] == IDS["conversation_id"]


async def test_the_text_is_there_before_the_answer_is_whole(runs, upstream, run):
    upstream.stream.say("Because ")
    assert (await until(runs, run, "Because ")).end is None
    upstream.stream.say("of the air.")
    assert (await until(runs, run, "Because of the air.")).end is None


async def test_what_comes_between_two_batches_is_one_batch(runs, upstream, run):
    upstream.stream.say(*"abcdefghijklmnopqrstuvwxyz")
    batch = await until(runs, run, "abcdefghijklmnopqrstuvwxyz")
    assert batch.number <= 3


async def test_a_replaced_text_begins_a_generation(runs, upstream, run):
    upstream.stream.say("What must not be read")
    await until(runs, run, "What must not be read")
    upstream.stream.send("message_replace", answer="Withheld.")
    batch = await until(runs, run, "Withheld.")
    assert (batch.generation, batch.offset, batch.text) == (1, 0, "Withheld.")


async def test_prompts_and_thoughts_do_not_pass_the_policy(runs, upstream, run):
    upstream.stream.send("agent_thought", id="t-1", thought="secret", tool="clock", tool_input="secret")
    upstream.stream.say("Noon.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert [step.title for step in batch.draft.steps] == ["clock"]
    assert "secret" not in repr(batch)


async def test_an_error_in_mid_answer_keeps_what_came(runs, ledger, upstream, run):
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    upstream.stream.send("error", code="completion_request_error", message="key sk-live-7 was refused", status=400)
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("Half an ", "failed")
    row = await recorded(ledger, run)
    assert (row.answer, row.status, row.notice["key"]) == ("Half an ", "failed", "error_completion")
    assert "sk-live-7" not in repr(batch) + repr(row.notice)


@pytest.mark.parametrize("ending", ["break_off", "hang_up"])
async def test_a_server_that_leaves_in_mid_answer_interrupts_it(runs, ledger, upstream, run, ending):
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    getattr(upstream.stream, ending)()
    batch = await last(runs, run)
    assert (batch.end.status, batch.end.notice) == ("interrupted", Notice("error_cut", {}, "again"))
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "interrupted")


async def test_a_stream_of_nothing_is_interrupted(runs, upstream, run):
    upstream.stream.hang_up()
    assert (await last(runs, run)).end.status == "interrupted"


async def test_an_empty_answer_says_so(runs, upstream, run):
    upstream.stream.finish()
    assert (await last(runs, run)).end.notice == Notice("turn_empty")


async def test_what_cannot_be_read_is_skipped_and_noted(runs, ledger, upstream, run):
    upstream.stream.write(b'data: {"event": "message", "message_id": : 1}\n\n')
    upstream.stream.send("novel", secret="…")
    upstream.stream.say("Whole.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("Whole.", "done")
    notes = (Notice("note_unreadable", {"count": "1"}), Notice("note_unknown", {"count": "1"}))
    assert batch.end.notes == notes
    assert [Notice(**note) for note in (await recorded(ledger, run)).notes] == list(notes)


@pytest.mark.parametrize(
    ("refusal", "key"),
    [
        (refused("unauthorized", "Access token is invalid", 401), "error_key"),
        (refused("app_unavailable"), "error_app"),
        (httpx.ConnectError("refused"), "error_unreachable"),
        (httpx.ReadTimeout("silent"), "error_timeout"),
        (httpx.Response(200, html="<h1>Welcome</h1>"), "error_not_the_api"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_question_that_is_refused_fails_with_its_reason(runs, ledger, upstream, refusal, key):
    upstream.refusal = refusal
    run = await started(runs, ledger, upstream.client)
    assert (await last(runs, run)).end.notice.key == key
    row = await recorded(ledger, run)
    assert (row.status, row.question, row.notice["key"]) == ("failed", "Why?", key)


async def test_the_reference_of_an_error_is_in_the_log_on_the_page_and_in_the_ledger(runs, ledger, upstream, caplog):
    upstream.refusal = refused("unauthorized", "Access token is invalid", 401)
    run = await started(runs, ledger, upstream.client)
    reference = (await last(runs, run)).end.notice.reference
    [line] = [record.getMessage() for record in caplog.records if record.name == "app.remedies.report"]
    assert f"reference {reference}: Unauthorized" in line
    assert f"app={APP} run={run.row.id} message={run.message.id}" in line
    assert (await recorded(ledger, run)).notice == {
        "key": "error_key", "args": {}, "remedy": "operator", "reference": reference
    }  # fmt: skip


async def test_a_question_is_sent_once_whatever_happens(runs, ledger, upstream):
    upstream.refusal = httpx.RemoteProtocolError("the server hung up")
    run = await started(runs, ledger, upstream.client)
    await recorded(ledger, run)
    assert len(upstream.asked(ASK)) == 1


async def test_a_stop_in_mid_answer_keeps_what_came_and_tells_the_upstream(runs, ledger, upstream, run):
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    await runs.stop(run)
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("Half an ", "stopped")
    await upstream.waits_for(STOP)
    assert upstream.asked(STOP) == [{"user": ME}]
    upstream.stream.say("answer that nobody waits for")
    upstream.stream.finish()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "stopped")


async def test_a_stop_before_the_task_is_known_is_sent_once_it_is(runs, upstream, run):
    await upstream.waits_for(ASK)
    upstream.stream.write(b"event: ping\n\n")
    await runs.stop(run)
    assert (await last(runs, run)).end.status == "stopped"
    assert upstream.asked(STOP) == []
    upstream.stream.say("Half")
    await upstream.waits_for(STOP)
    assert upstream.asked(STOP) == [{"user": ME}]


async def test_a_stop_is_sent_once_however_often_it_is_asked_for(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await asyncio.gather(runs.stop(run), runs.stop(run), runs.stop(run))
    upstream.stream.say(" and more")
    upstream.stream.finish()
    await recorded(ledger, run)
    assert len(upstream.asked(STOP)) == 1


async def test_a_stop_that_the_upstream_refuses_still_stops_for_the_reader(runs, upstream, run):
    upstream.on(STOP, refused("internal_server_error", status=500))
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    assert (await last(runs, run)).end.status == "stopped"
    await upstream.waits_for(STOP)


async def told_of_stop(run: LiveRun) -> list[str]:
    """What a person is told of the stop from now on, to its end."""
    async with asyncio.timeout(5):
        return [notice.key async for notice in run.stopping.notices()]


async def test_a_stop_is_confirmed_by_the_stream_s_end_alone(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    assert (await last(runs, run)).end.notice == Notice("turn_stopping")
    await upstream.waits_for(STOP)
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert row.notice["key"] == "turn_stop_unsure"  # what is true of it, should this server end now
    telling = asyncio.create_task(told_of_stop(run))
    await asyncio.sleep(0)
    upstream.stream.finish()
    assert await telling == ["turn_stopping", "turn_stopped"]
    await run.closed.wait()
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert (row.notice["key"], row.answer, row.status) == ("turn_stopped", "Half", "stopped")


async def test_a_stop_that_nothing_confirms_says_so_after_a_while_and_can_be_sent_again(
    runs, upstream, run, monkeypatch
):
    monkeypatch.setattr(stopping, "PATIENCE", 0.02)
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    notices = run.stopping.notices()
    seen = [(await anext(notices)).key]
    if seen == ["turn_stopping"]:
        seen.append((await anext(notices)).key)
    assert seen[-1] == "turn_stop_unsure"
    await upstream.waits_for(STOP)
    monkeypatch.setattr(stopping, "PATIENCE", 60)
    await runs.stop(run)
    assert (await anext(notices)).key == "turn_stopping"
    await upstream.waits_for(STOP, 2)
    upstream.stream.finish()
    assert (await anext(notices)).key == "turn_stopped"


async def test_a_stop_that_the_app_refuses_may_have_left_it_running(runs, upstream, run):
    upstream.on(STOP, refused("internal_server_error", status=500))
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    notices = run.stopping.notices()
    async with asyncio.timeout(5):
        assert "turn_stop_unsure" in [(await anext(notices)).key, (await anext(notices)).key]


async def test_a_connection_that_breaks_after_a_stop_confirms_nothing(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    upstream.stream.break_off()
    assert (await told_of_stop(run))[-1] == "turn_stop_unsure"
    await run.closed.wait()
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert row.notice["key"] == "turn_stop_unsure"


async def test_a_stop_at_the_very_moment_of_the_end_changes_nothing(runs, ledger, upstream, run):
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    assert (await last(runs, run)).end.status == "done"
    await runs.stop(run)
    upstream.stream.hang_up()
    row = await recorded(ledger, run)
    assert (row.status, row.answer, upstream.asked(STOP)) == ("done", "Whole.", [])


async def test_a_stopped_run_leaves_its_conversation_free(runs, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    assert runs.find(APP, ME, run.row.conversation_id) is run
    await runs.stop(run)
    assert runs.find(APP, ME, run.row.conversation_id) is None


async def test_a_stopped_run_lets_go_of_a_server_that_writes_on(runs, ledger, upstream, run, monkeypatch):
    monkeypatch.setattr(registry, "DRAIN", 0.02)
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    upstream.stream.say(" and on")
    assert (await recorded(ledger, run)).answer == "Half"
    assert upstream.stream.closed.is_set()


async def test_a_reader_who_leaves_does_not_end_the_run(runs, ledger, upstream, run):
    upstream.stream.say("Half an ")
    reader = runs.log.follow(run.row.id)
    await anext(reader)
    await reader.aclose()
    upstream.stream.say("answer.")
    upstream.stream.finish()
    assert (await recorded(ledger, run)).answer == "Half an answer."


async def test_two_readers_see_the_same(runs, upstream, run):
    first, second = asyncio.create_task(last(runs, run)), asyncio.create_task(last(runs, run))
    upstream.stream.say("An ", "answer.")
    upstream.stream.finish()
    assert str((await first).draft.text) == str((await second).draft.text) == "An answer."


async def test_a_connection_that_stays_open_does_not_hold_the_end_back(runs, ledger, upstream, run):
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    assert (await last(runs, run)).end.status == "done"
    assert not run.closed.is_set() and not upstream.stream.closed.is_set()
    upstream.stream.send("tts_message", audio="//PkxA==")
    upstream.stream.hang_up()
    assert (await recorded(ledger, run)).status == "done"


async def test_a_connection_that_stays_open_too_long_is_closed(runs, ledger, upstream, run, monkeypatch):
    monkeypatch.setattr(registry, "DRAIN", 0.02)
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    assert (await recorded(ledger, run)).status == "done"
    assert upstream.stream.closed.is_set()


async def test_a_connection_that_breaks_after_the_end_leaves_the_answer_done(runs, ledger, upstream, run):
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    upstream.stream.break_off()
    assert (await recorded(ledger, run)).status == "done"


async def test_a_server_that_stops_keeps_what_came(ledger, upstream):
    runs = Runs(ledger, MemoryRunLog())
    run = await started(runs, ledger, upstream.client)
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    await runs.close()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "interrupted")
    assert (await last(runs, run)).end.status == "interrupted"
    assert upstream.stream.closed.is_set()


async def test_the_first_words_of_an_answer_are_saved_at_once(ledger, ledger_file, upstream, monkeypatch):
    monkeypatch.setattr(records, "SAVE_EVERY", 60.0)
    saved = asyncio.Event()

    class Watched(Ledger):
        async def save(self, run, answer):
            await super().save(run, answer)
            saved.set()

    async with Watched.opened(f"sqlite+aiosqlite:///{ledger_file}") as watched:
        runs = Runs(watched, MemoryRunLog())
        run = await started(runs, watched, upstream.client)
        upstream.stream.say("So far")
        async with asyncio.timeout(5):
            await saved.wait()
        row = await ledger.message(APP, ME, run.message.id)
        assert (row.answer, row.status) == ("So far", "running")
        await runs.close()


UPLOAD = "8c8f6ade-3bcc-4700-a0a2-1dbaf7170a11"


def drawn(id: str, at: int = 1, path: str = "tools/drawn.png", **fields):
    url = f"https://api.test/files/{path}?timestamp={at}&sign=secret"
    return {"id": id, "type": "image", "url": url, "belongs_to": "assistant", **fields}


async def of_the_turn(ledger: Ledger, run: LiveRun) -> list[tuple[str, str | None, bool]]:
    """Our id, the upstream's, and whether it is the question's, of each file of the run's turn."""
    found = await ledger.files.of_messages(APP, ME, [run.message.id])
    return [(row.id, row.upstream_id, row.asked) for row in found.get(run.message.id, [])]


async def test_a_file_of_the_stream_is_shown_by_an_id_of_ours_before_the_answer_is_whole(runs, ledger, upstream, run):
    upstream.stream.send("message_file", **drawn("f-1", size=7))
    upstream.stream.say("Look.")
    batch = await until(runs, run, "Look.")
    [(ours, theirs, asked)] = await of_the_turn(ledger, run)
    assert batch.end is None
    assert (theirs, asked) == ("f-1", False)
    assert batch.draft.shown == {"f-1": Attachment(ours, "image", "drawn.png", 7)}
    assert ours != "f-1"
    assert "secret" not in repr(files_of(batch.draft))
    upstream.stream.finish()
    assert files_of((await last(runs, run)).draft) == files_of(batch.draft)


async def test_a_file_that_an_end_names_by_another_id_is_shown_once(runs, ledger, upstream, run):
    upstream.stream.send("message_file", **drawn("of-the-event", at=1))
    beside = drawn("f-2", path="tools/beside.png")
    upstream.stream.send("message_end", files=[drawn("of-the-end", at=2), beside])
    upstream.stream.hang_up()
    batch = await last(runs, run)
    assert [file.name for file in files_of(batch.draft)] == ["drawn.png", "beside.png"]
    await recorded(ledger, run)
    assert [theirs for _, theirs, _ in await of_the_turn(ledger, run)] == ["of-the-event", "f-2"]


async def test_a_step_s_file_is_shown_and_recorded_by_its_id_of_ours(runs, ledger, upstream, run):
    upstream.stream.send("agent_thought", id="t-1", tool="draw")
    upstream.stream.send("message_file", **drawn("theirs-1"))
    upstream.stream.send("agent_thought", id="t-1", tool="draw", observation="done", message_files=["theirs-1"])
    upstream.stream.finish()
    batch = await last(runs, run)
    row = await recorded(ledger, run)
    [(ours, _, _)] = await of_the_turn(ledger, run)
    assert [[file.id for file in step.files] for step in thoughts_of(batch.draft)] == [[ours]]
    assert [[file["id"] for file in step["files"]] for step in row.thoughts] == [[ours]]
    assert "theirs-1" not in repr(row.thoughts)


@pytest.mark.parametrize("ending", [False, True])
async def test_a_file_of_the_question_is_none_of_the_answer(runs, ledger, upstream, run, ending):
    asked = drawn("f-1", path=f"{UPLOAD}/file-preview", belongs_to="user")
    if not ending:
        upstream.stream.send("message_file", **asked)
    upstream.stream.send("message_end", files=[asked] if ending else [])
    upstream.stream.hang_up()
    assert (await last(runs, run)).draft.shown == {}
    await recorded(ledger, run)
    assert await of_the_turn(ledger, run) == []


async def test_an_upload_of_the_question_that_an_end_names_again_is_none_of_the_answer(runs, ledger, upstream, run):
    """Newer servers name all files of a message in its end, without ``id`` and ``belongs_to``."""
    sent = await ledger.files.add(APP, ME, kind="image", source="upload", name="a.png", upstream_id=UPLOAD)
    here = {"message_id": run.message.id, "conversation_id": run.row.conversation_id}
    await ledger.files.attach(APP, ME, [sent.id], **here)
    url = drawn("", path=f"{UPLOAD}/file-preview")["url"]
    again = {"related_id": "f-1", "transfer_method": "local_file", "url": url, "upload_file_id": UPLOAD}
    upstream.stream.send("message_end", files=[{**again, "type": "image"}])
    upstream.stream.hang_up()
    assert files_of((await last(runs, run)).draft) == []
    await recorded(ledger, run)
    assert await of_the_turn(ledger, run) == [(sent.id, UPLOAD, True)]


async def test_files_that_cannot_be_recorded_are_not_shown_and_the_answer_is_whole(
    runs, ledger, upstream, run, ledger_file, caplog
):
    without(ledger_file, "files")
    upstream.stream.send("message_file", **drawn("f-1"))
    upstream.stream.say("Look.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status, batch.draft.shown) == ("Look.", "done", {})
    assert (await recorded(ledger, run)).status == "done"
    assert "its files could not be recorded" in caplog.text


async def test_a_ledger_that_fails_at_the_end_does_not_keep_the_answer_from_the_page(
    runs, upstream, run, ledger_file, caplog
):
    upstream.stream.say("An ")
    await until(runs, run, "An ")
    without(ledger_file, "messages")
    upstream.stream.say("answer.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("An answer.", "done")
    async with asyncio.timeout(5):
        await run.closed.wait()
    assert "could not be recorded" in caplog.text


async def test_a_ledger_that_fails_in_mid_answer_does_not_end_the_answer(runs, upstream, run, ledger_file, monkeypatch):
    monkeypatch.setattr(records, "SAVE_FIRST", 0.001)
    monkeypatch.setattr(records, "SAVE_EVERY", 0.001)
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    await upstream.waits_for(ASK)
    without(ledger_file, "messages", "runs")
    upstream.stream.say("An ")
    await until(runs, run, "An ")
    upstream.stream.say("answer.")
    await until(runs, run, "An answer.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("An answer.", "done")
    async with asyncio.timeout(5):
        await run.closed.wait()
    gc.collect()
    await asyncio.sleep(0)
    assert failures == []


async def test_ids_that_could_not_be_recorded_are_recorded_at_the_end(runs, ledger, upstream, run, ledger_file):
    await upstream.waits_for(ASK)
    with closing(sqlite3.connect(ledger_file)) as connection:
        connection.execute("ALTER TABLE runs RENAME TO away")
        upstream.stream.say("An answer.")
        await until(runs, run, "An answer.")
        connection.execute("ALTER TABLE away RENAME TO runs")
    upstream.stream.finish()
    assert (await recorded(ledger, run)).upstream_id == IDS["message_id"]


async def test_a_list_read_before_the_first_event_does_not_end_the_answer(runs, ledger, upstream, run):
    await upstream.waits_for(ASK)
    await ledger.learn(APP, ME, [models.Conversation(id=IDS["conversation_id"], name="New conversation")])
    upstream.stream.say("An answer.")
    upstream.stream.finish()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("An answer.", "done")


async def test_a_run_is_found_until_the_ledger_has_its_end(ledger_file, upstream):
    began, go_on = asyncio.Event(), asyncio.Event()

    class Slow(Ledger):
        async def end(self, run, status, **values):
            began.set()
            await go_on.wait()
            await super().end(run, status, **values)

    async with Slow.opened(f"sqlite+aiosqlite:///{ledger_file}") as slow:
        runs = Runs(slow, MemoryRunLog())
        run = await started(runs, slow, upstream.client)
        upstream.stream.finish()
        await last(runs, run)
        async with asyncio.timeout(5):
            await began.wait()
        assert runs.find(APP, ME, run.row.conversation_id) is run
        go_on.set()
        assert (await recorded(slow, run)).status == "done"
        assert runs.find(APP, ME, run.row.conversation_id) is None
        await runs.close()


async def test_nobody_finds_another_s_run(runs, run):
    assert runs.get(APP, ME, run.row.id) is run
    for app, user in ((APP, "visitor-2"), ("app-2", ME), (APP, "")):
        assert runs.get(app, user, run.row.id) is None
        assert runs.find(app, user, run.row.conversation_id) is None
    assert runs.get(APP, ME, "unknown") is None


async def test_an_ended_run_is_forgotten_after_a_while(ledger, upstream, monkeypatch):
    monkeypatch.setattr(registry, "KEEP", 0.0)
    forgotten = asyncio.Event()

    class Watched(MemoryRunLog):
        async def forget(self, run_id):
            await super().forget(run_id)
            forgotten.set()

    runs = Runs(ledger, Watched())
    run = await started(runs, ledger, upstream.client)
    upstream.stream.finish()
    async with asyncio.timeout(5):
        await forgotten.wait()
    assert runs.get(APP, ME, run.row.id) is None
    assert [batch async for batch in runs.log.follow(run.row.id)] == []
    await runs.close()


async def test_a_real_connection_that_is_reset_leaves_what_came(runs, ledger):
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(b'data: {"event": "message", "answer": "Half an "}\n\n'))
        await writer.drain()

    async with server(talk) as address, client_at(address) as client:
        run = await started(runs, ledger, client)
        row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "interrupted")
