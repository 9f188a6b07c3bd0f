"""A run's files, and a ledger that fails in mid-answer."""

import asyncio
import gc

import pytest

from app.ledger import Ledger
from app.runs import records
from app.runs.draft import files_of, thoughts_of
from app.runs.registry import LiveRun
from app.views import Attachment
from tests.unit.runs.doubles import IDS
from tests.unit.runs.registry.steps import APP, ASK, ME, altered, last, recorded, until, without

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
    await without(ledger_file, "files")
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
    await without(ledger_file, "messages")
    upstream.stream.say("answer.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("An answer.", "done")
    async with asyncio.timeout(10):
        await run.closed.wait()
    assert "could not be recorded" in caplog.text


async def test_a_ledger_that_fails_in_mid_answer_does_not_end_the_answer(runs, upstream, run, ledger_file, monkeypatch):
    monkeypatch.setattr(records, "SAVE_FIRST", 0.001)
    monkeypatch.setattr(records, "SAVE_EVERY", 0.001)
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    await upstream.waits_for(ASK)
    await without(ledger_file, "messages", "runs")
    upstream.stream.say("An ")
    await until(runs, run, "An ")
    upstream.stream.say("answer.")
    await until(runs, run, "An answer.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("An answer.", "done")
    async with asyncio.timeout(10):
        await run.closed.wait()
    gc.collect()
    await asyncio.sleep(0)
    assert failures == []


async def test_ids_that_could_not_be_recorded_are_recorded_at_the_end(runs, ledger, upstream, run, ledger_file):
    await upstream.waits_for(ASK)
    await altered(ledger_file, "ALTER TABLE runs RENAME TO away")
    upstream.stream.say("An answer.")
    await until(runs, run, "An answer.")
    await altered(ledger_file, "ALTER TABLE away RENAME TO runs")
    upstream.stream.finish()
    assert (await recorded(ledger, run)).upstream_id == IDS["message_id"]


async def test_an_answer_goes_on_while_others_write_into_the_ledger(runs, ledger, upstream, run):
    async with ledger._session.begin():
        upstream.stream.say("One", " two")
        await until(runs, run, "One two")
        upstream.stream.say(" three")
        await until(runs, run, "One two three")
    upstream.stream.finish()
    row = await recorded(ledger, run)
    assert (row.answer, row.upstream_id, row.status) == ("One two three", IDS["message_id"], "done")
