"""What is counted of runs, and that nobody's id and no word of theirs is in it."""

from prometheus_client import generate_latest

from app.metrics.counted import REGISTRY
from tests.unit.runs.doubles import refused
from tests.unit.runs.registry.steps import APP, ME, last, recorded, started, until
from tests.unit.sql import sql


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_an_answer_is_counted_by_how_it_ended_with_its_first_words_and_its_tokens(ledger, upstream, runs):
    counted = {"parley_runs_total": {"status": "done"}, "parley_first_token_seconds_count": {},
               "parley_run_seconds_count": {}, "parley_tokens_total": {}}  # fmt: skip
    before = {name: value(name, app=APP, **labels) for name, labels in counted.items()}
    was_open = value("parley_runs_open")
    run = await started(runs, ledger, upstream.client, "What of my secret plan?")
    upstream.stream.say("Because ")
    await until(runs, run, "Because ")
    assert value("parley_runs_open") == was_open + 1
    upstream.stream.say("of the air.")
    upstream.stream.send("message_end", metadata={"usage": {"total_tokens": 42}})
    upstream.stream.hang_up()
    await recorded(ledger, run)
    after = {name: value(name, app=APP, **labels) for name, labels in counted.items()}
    assert [after[name] - before[name] for name in counted] == [1, 1, 1, 42]
    assert value("parley_runs_open") == was_open
    told = generate_latest(REGISTRY).decode()
    assert not [word for word in (ME, "secret plan", "Because", run.row.id, run.message.id) if word in told]


async def test_an_error_is_counted_by_its_kind_and_its_known_code(ledger, upstream, runs):
    before = value("parley_errors_total", kind="Unauthorized", code="unauthorized")
    upstream.refusal = refused("unauthorized", "your key app-canary is wrong", 401)
    run = await started(runs, ledger, upstream.client)
    await last(runs, run)
    assert value("parley_errors_total", kind="Unauthorized", code="unauthorized") == before + 1
    assert "canary" not in generate_latest(REGISTRY).decode()


async def test_the_ledger_counts_what_an_answer_took_though_who_asked_may_not_see_it(ledger, upstream, runs):
    run = await started(runs, ledger, upstream.client)
    upstream.stream.say("Because")
    usage = {"total_tokens": 42, "total_price": "0.0025", "currency": "USD"}
    upstream.stream.send("message_end", metadata={"usage": usage})
    upstream.stream.hang_up()
    await recorded(ledger, run)
    firsts = " + ".join(f"first_{place}" for place in range(17))
    wholes = " + ".join(f"whole_{place}" for place in range(18))
    kept = f"SELECT done, uncited, tokens, price, currency, {firsts}, {wholes} FROM tallies"
    assert await sql(ledger, kept) == [(1, 1, 42, 0.0025, "USD", 1, 1)]


async def test_an_answer_with_a_source_or_from_an_annotation_is_not_without_one(ledger, upstream, runs):
    for metadata in ({"retriever_resources": [{"position": 1}]}, {"annotation_reply": {"id": "a-1"}}):
        upstream.stream = type(upstream.stream)()
        run = await started(runs, ledger, upstream.client)
        upstream.stream.say("Because")
        upstream.stream.send("message_end", metadata=metadata)
        upstream.stream.hang_up()
        await recorded(ledger, run)
    assert await sql(ledger, "SELECT done, uncited FROM tallies") == [(2, 0)]


async def test_what_an_answer_failed_by_is_kept_by_its_code_or_its_kind(ledger, upstream, runs):
    upstream.refusal = refused("provider_quota_exceeded", "your key app-canary", 400)
    await recorded(ledger, await started(runs, ledger, upstream.client))
    upstream.refusal = refused("a code that nobody knows app-canary", "No.", 400)
    await recorded(ledger, await started(runs, ledger, upstream.client))
    upstream.refusal = None
    upstream.stream.break_off()
    await recorded(ledger, await started(runs, ledger, upstream.client))
    codes = [code for (code,) in await sql(ledger, "SELECT error FROM runs ORDER BY started_at")]
    assert codes == ["provider_quota_exceeded", "InvalidRequest", "StreamCut"]
