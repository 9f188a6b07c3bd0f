"""An answer that is read no further: one of a silent app, and one that is too long."""

import httpx
import pytest

from app.dify.sse import EventDecoder
from app.ledger import Ledger
from app.runs import leaving
from app.runs.log import MemoryRunLog
from app.runs.registry import Bounds, Runs
from app.views import Notice
from tests.unit.runs.doubles import IDS, Upstream
from tests.unit.runs.registry.steps import ASK, ME, STOP, last, recorded, started

SILENT = httpx.ReadTimeout("nothing came")


@pytest.fixture
async def runs(ledger: Ledger):
    made = Runs(ledger, MemoryRunLog(), bounds=Bounds(answer=10))
    yield made
    await made.close()


async def told_to_stop(upstream: Upstream) -> None:
    """The app is told while it still has its reader, and ends the stream."""
    await upstream.waits_for(STOP)
    assert upstream.asked(STOP) == [{"user": ME}]
    assert not upstream.stream.closed.is_set()
    upstream.stream.say("Unseen.")
    upstream.stream.finish()


async def test_a_silent_app_ends_an_answer_with_what_came_and_is_told_to_stop(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    upstream.stream.fail(SILENT)
    await upstream.waits_for(STOP)
    row = await recorded(ledger, run)
    notice = {"key": "error_silent", "args": {"seconds": "30"}, "remedy": "again", "reference": ""}
    assert (row.answer, row.status, row.notice) == ("Half", "interrupted", notice)
    assert upstream.asked(STOP) == [{"user": ME}]
    assert upstream.stream.closed.is_set()


async def test_a_silent_app_that_has_named_no_task_is_not_told(runs, ledger, upstream):
    upstream.refusal = SILENT
    run = await started(runs, ledger, upstream.client)
    row = await recorded(ledger, run)
    assert (row.answer, row.status, row.notice["key"]) == ("", "interrupted", "error_silent")
    assert upstream.asked(STOP) == []


async def test_an_app_that_takes_no_stop_is_left_after_a_moment(runs, ledger, upstream, run, monkeypatch):
    monkeypatch.setattr(leaving, "STAY", 0.05)
    upstream.stream.say("Half")
    await upstream.waits_for(ASK)
    upstream.hold()
    upstream.stream.fail(SILENT)
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half", "interrupted")
    upstream.let_through(2)


async def test_an_answer_that_is_too_long_ends_with_what_fits_and_the_app_is_told_to_stop(runs, ledger, upstream, run):
    upstream.stream.say("12345", "67890", "1", "2")
    await told_to_stop(upstream)
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("1234567890", "interrupted")
    assert batch.end.notice == Notice("error_too_long", {}, "change")
    assert (await recorded(ledger, run)).answer == "1234567890"


async def test_reasoning_counts_too(runs, ledger, upstream, run):
    upstream.stream.say("Short.")
    upstream.stream.send("reasoning_chunk", data={"node_id": "n", "reasoning": "And long."})
    await told_to_stop(upstream)
    assert (await last(runs, run)).end.notice.key == "error_too_long"


async def test_a_text_that_is_replaced_counts_no_more(runs, ledger, upstream, run):
    for text in ("12345678", "abcdefgh", "ABCDEFGHIJ"):
        upstream.stream.send("message_replace", answer=text)
    upstream.stream.send("message_end", id=IDS["message_id"])
    upstream.stream.hang_up()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("ABCDEFGHIJ", "done")


async def test_an_event_that_never_ends_is_left_as_well(runs, ledger, upstream, monkeypatch):
    monkeypatch.setattr(EventDecoder.__init__, "__defaults__", (1000, str))
    run = await started(runs, ledger, upstream.client)
    upstream.stream.say("Half")
    upstream.stream.write(b"data: " + b"x" * 1000)
    row = await recorded(ledger, run)
    assert (row.answer, row.notice["key"]) == ("Half", "error_too_long")
    assert upstream.asked(STOP) == [{"user": ME}]
