"""A run from its question to its record: shown as it comes, read by several, found again, and forgotten."""

import asyncio

from app.dify import models
from app.ledger import Ledger
from app.policy import Policy, Role
from app.runs import records, registry
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import Citation
from tests.unit.runs.doubles import IDS
from tests.unit.runs.registry.steps import APP, ASK, ME, SlowLedger, last, recorded, started, until


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
    upstream.stream.send("agent_thought", id="t-1", thought="secret", tool="clock", tool_input="for agents")
    upstream.stream.send("node_started", data={"id": "n-1", "title": "A node", "inputs": {"prompt": "secret"}})
    upstream.stream.say("Noon.")
    upstream.stream.finish()
    batch = await last(runs, run)
    assert "secret" not in repr(batch)
    seen = {role: batch.seen_by(Policy(role)) for role in (Role.VISITOR, Role.AGENT)}
    assert [[step.title for step in part.draft.steps] for part in seen.values()] == [["clock"], ["clock", "A node"]]
    assert ["for agents" in repr(part) for part in seen.values()] == [False, True]
    assert seen[Role.AGENT] is batch


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
        async with asyncio.timeout(10):
            await saved.wait()
        row = await ledger.message(APP, ME, run.message.id)
        assert (row.answer, row.status) == ("So far", "running")
        await runs.close()


async def test_a_list_read_before_the_first_event_does_not_end_the_answer(runs, ledger, upstream, run):
    await upstream.waits_for(ASK)
    await ledger.learn(APP, ME, [models.Conversation(id=IDS["conversation_id"], name="New conversation")])
    upstream.stream.say("An answer.")
    upstream.stream.finish()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("An answer.", "done")


async def test_a_run_is_found_until_the_ledger_has_its_end(ledger_file, upstream):
    async with SlowLedger.opened(f"sqlite+aiosqlite:///{ledger_file}") as slow:
        runs = Runs(slow, MemoryRunLog())
        run = await started(runs, slow, upstream.client)
        upstream.stream.finish()
        await last(runs, run)
        async with asyncio.timeout(10):
            await slow.began.wait()
        assert await runs.find(APP, ME, run.row.conversation_id) is run
        slow.go_on.set()
        assert (await recorded(slow, run)).status == "done"
        assert await runs.find(APP, ME, run.row.conversation_id) is None
        await runs.close()


async def test_nobody_finds_another_s_run(runs, run):
    assert await runs.get(APP, ME, run.row.id) is run
    for app, user in ((APP, "visitor-2"), ("app-2", ME), (APP, "")):
        assert await runs.get(app, user, run.row.id) is None
        assert await runs.find(app, user, run.row.conversation_id) is None
    assert await runs.get(APP, ME, "unknown") is None


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
    async with asyncio.timeout(10):
        await forgotten.wait()
    assert await runs.get(APP, ME, run.row.id) is None
    assert [batch async for batch in runs.log.follow(run.row.id)] == []
    await runs.close()
