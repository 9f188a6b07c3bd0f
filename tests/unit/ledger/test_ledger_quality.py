"""How good answers are: bad ratings and what became of them, errors by their code, sources, and answers without one."""

import time
from typing import Any

from app.ledger import Conversation, Ledger
from app.ledger.numbers import Measured
from tests.unit.sql import sql

OPEN = ["app-1", "app-2"]


async def answered(
    ledger: Ledger, question: str, app: str = "app-1", measured: Measured | None = None, **more: Any
) -> Conversation:  # fmt: skip
    """The upstream has its answer under the question as its id."""
    row, _, run = await ledger.begin(app, "visitor-1", question, None, {})
    await ledger.named(run, task_id="", message_id=question, conversation_id=f"up {question}")
    status = "failed" if measured and measured.error else "done"
    await ledger.end(run, status, measured or Measured(), answer=f"Of {question}", **more)
    return row


async def disliked(
    ledger: Ledger, question: str, reason: str = "", at: float | None = None, **more: Any
) -> Conversation:
    row = await answered(ledger, question, **more)
    await ledger.inbox.rated(row, {question: "dislike"}, {question: reason}, {} if at is None else {question: at})
    return row


async def test_bad_ratings_wait_newest_first_until_somebody_has_dealt_with_them(ledger):
    now, quality = time.time(), ledger.quality
    rows = {it: await disliked(ledger, it, f"Not {it}.", at=now + at) for at, it in enumerate(("one", "two", "three"))}
    await ledger.inbox.rated(await answered(ledger, "good"), {"good": "like"})
    [three, *_] = found = await quality.bad(OPEN, 0.0, 10)
    assert [(turn.id, turn.reason) for turn in found] == [(it, f"Not {it}.") for it in ("three", "two", "one")]
    assert (three.conversation_id, three.question, three.answer) == (rows["three"].id, "three", "Of three")
    assert len(await quality.bad(OPEN, 0.0, 2)) == 2
    assert await quality.set_done(OPEN, "app-1", rows["two"].id, "two", done=True)
    assert [turn.id for turn in await quality.bad(OPEN, 0.0, 10)] == ["three", "one"]
    assert [(turn.id, turn.done) for turn in await quality.bad(OPEN, 0.0, 10, done=True)] == [("two", True)]
    # Another rating is another matter; the same one again is not.
    await ledger.inbox.rated(rows["two"], {"two": "dislike"})
    assert len(await quality.bad(OPEN, 0.0, 10)) == 2
    for rating in ("like", "dislike"):
        await ledger.inbox.rated(rows["two"], {"two": rating})
    found = {turn.id: turn.reason for turn in await quality.bad(OPEN, 0.0, 10)}
    assert found == {"three": "Not three.", "two": "", "one": "Not one."}
    assert await quality.set_done(OPEN, "app-1", rows["two"].id, "two", done=False)


async def test_nothing_of_an_app_that_is_not_open_is_told_or_changed(ledger):
    row = await disliked(ledger, "one", app="app-3", citations=[{"document": "Lamps"}])
    await answered(ledger, "two", "app-3", Measured(error="StreamCut"))
    await answered(ledger, "three", "app-3", Measured(uncited=True))
    quality = ledger.quality
    since = (OPEN, 0.0)
    told = [await ask(*since, 9) for ask in (quality.bad, quality.failed, quality.uncited)]
    told += [await ask(*since) for ask in (quality.errors, quality.documents, quality.citing)]
    assert told == [[]] * 6
    for app, open in (("app-3", OPEN), ("app-1", OPEN), ("app-3", [])):
        assert not await quality.set_done(open, app, row.id, "one", done=True)
    assert await sql(ledger, "SELECT done_at FROM ratings") == [(None,)]


async def test_a_rating_of_what_only_the_app_has_is_told_by_its_conversation_and_none_of_a_deleted_one(ledger):
    row = await answered(ledger, "one")
    await ledger.inbox.rated(row, {"another": "dislike"})
    [turn] = await ledger.quality.bad(OPEN, 0.0, 10)
    assert (turn.id, turn.name, turn.question, turn.answer) == ("another", "one", "", "")
    await ledger.mark(row, deleted_at=1.0)
    assert await ledger.quality.bad(OPEN, 0.0, 10) == []


async def test_errors_are_counted_by_app_and_code_and_told_newest_first(ledger):
    for app, code in (("app-1", "StreamCut"), ("app-2", "StreamCut"), ("app-1", "TimedOut"), ("app-1", "StreamCut")):
        await answered(ledger, f"{app} {code}", app, Measured(error=code))
    quality = ledger.quality
    counted = [("app-1", "StreamCut", 2), ("app-1", "TimedOut", 1), ("app-2", "StreamCut", 1)]
    assert await quality.errors(OPEN, 0.0) == counted
    assert [(turn.app, turn.reason) for turn in await quality.failed(OPEN, 0.0, 2)] == [
        ("app-1", "StreamCut"), ("app-1", "TimedOut")
    ]  # fmt: skip
    assert [turn.app for turn in await quality.failed(OPEN, 0.0, 9, code="StreamCut")] == ["app-1", "app-2", "app-1"]
    assert await quality.errors(OPEN, time.time() + 1) == await quality.failed(OPEN, time.time() + 1, 9) == []


async def test_answers_without_a_source_and_the_apps_that_name_some(ledger):
    await answered(ledger, "one", "app-1", Measured(uncited=True))
    await answered(ledger, "two", "app-1")
    await answered(ledger, "three", "app-2", Measured(uncited=True))
    assert [turn.question for turn in await ledger.quality.uncited(OPEN, 0.0, 9)] == ["three", "one"]
    assert await ledger.quality.citing(OPEN, 0.0) == ["app-1"]


async def test_documents_are_counted_once_an_answer(ledger):
    lamps, boats = {"document": "Lamps"}, {"document": "Boats"}
    await disliked(ledger, "one", citations=[lamps, lamps, boats])
    await disliked(ledger, "two", citations=[lamps, {"document": ""}])
    await answered(ledger, "three", citations=[boats])
    assert await ledger.quality.documents(OPEN, 0.0) == [("app-1", "Lamps", 2), ("app-1", "Boats", 1)]


async def test_conversations_are_found_by_the_upstream_s_ids(ledger):
    row = await answered(ledger, "one")
    await answered(ledger, "two", "app-2")
    assert {id: it.id for id, it in (await ledger.quality.places("app-1", ["up one", "up two"])).items()} == {
        "up one": row.id
    }
