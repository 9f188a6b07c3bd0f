"""How a run ends: whole, by an error or by what cannot be read, however its connection goes."""

import httpx
import pytest

from app.runs import registry
from app.runs.log import Batch, MemoryRunLog
from app.runs.registry import Runs
from app.views import Notice
from tests.unit.dify.doubles import STREAM_HEAD, chunk, client_at, read_request, server
from tests.unit.runs.doubles import refused
from tests.unit.runs.registry.steps import APP, ASK, last, recorded, started, until


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
        (httpx.PoolTimeout("full"), "error_timeout"),
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
    assert (row.answer, row.status) == ("Half an ", "stopped")
    assert (await last(runs, run)).end.status == "stopped"
    assert upstream.stream.closed.is_set()


async def test_a_real_connection_that_is_reset_leaves_what_came(runs, ledger):
    async def talk(reader, writer):
        await read_request(reader)
        writer.write(STREAM_HEAD + chunk(b'data: {"event": "message", "answer": "Half an "}\n\n'))
        await writer.drain()

    async with server(talk) as address, client_at(address) as client:
        run = await started(runs, ledger, client)
        row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "interrupted")


class BrokenLog(MemoryRunLog):
    """Does not take the second batch."""

    def append(self, run_id: str, batch: Batch) -> None:
        if batch.number == 2:
            raise ArithmeticError("the second batch")
        super().append(run_id, batch)


async def test_a_batch_that_cannot_be_written_fails_its_run_with_all_that_came(ledger, upstream, caplog):
    runs = Runs(ledger, BrokenLog())
    run = await started(runs, ledger, upstream.client)
    upstream.stream.say("Half ")
    await until(runs, run, "Half ")
    upstream.stream.say("an answer")
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.notice.key) == ("Half an answer", "error_ours")
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an answer", "interrupted")
    assert "the second batch" in caplog.text
    await runs.close()
