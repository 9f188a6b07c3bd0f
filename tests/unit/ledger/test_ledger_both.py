"""What databases differ in: the ledger does not."""

import asyncio

import pytest

from app.dify import models
from app.ledger import Entry, Ledger
from app.ledger.search import LONGEST
from app.search import parse

APP, ME = "app-1", "visitor-1"
FOREVER = {"key": "said", "args": {"message": "a\0b \ud83d"}}


async def asked(ledger: Ledger, question: str, conversation=None, **more):
    return await ledger.begin(APP, ME, question, conversation, {"note": "a\0b \ud83d"}, **more)


async def turns(ledger: Ledger, query: str) -> list[str]:
    _, found = await ledger.search.find(APP, ME, parse(query))
    return [hit.entry.turn_id for hit in found]


async def test_what_no_database_takes_is_replaced_and_all_beside_it_kept(ledger):
    conversation, message, run = await asked(ledger, "Why\0 is \ud83d it? 🙂")
    await ledger.end(run, "failed", answer="Be\0cause \udc00 so. 🙂", notice=FOREVER)
    row = await ledger.message(APP, ME, message.id)
    assert (row.question, row.answer) == ("Why� is � it? 🙂", "Be�cause � so. 🙂")
    assert row.notice == FOREVER
    found = await ledger.conversation(APP, ME, conversation.id)
    assert (found.name, found.inputs) == ("Why� is � it? 🙂", {"note": "a\0b \ud83d"})
    assert await turns(ledger, "cause") == [message.id]


@pytest.mark.parametrize("id", ["a\0b", "\ud83d", "x" * 5000, "'; --", ""])
async def test_an_id_that_nobody_can_have_is_not_found(ledger, id):
    await asked(ledger, "Why?")
    assert await ledger.conversation(APP, ME, id) is None
    assert await ledger.message(APP, ME, id) is None
    assert await ledger.messages(APP, id, id) == []
    assert await ledger.files.own(APP, ME, [id]) == {}
    assert not await ledger.shares.revoke(APP, ME, id)


async def test_ids_of_the_upstream_may_be_long(ledger):
    long = "c" * 300
    conversation, message, run = await asked(ledger, "Why?")
    await ledger.named(run, task_id="t" * 300, message_id="m" * 300, conversation_id=long)
    assert (await ledger.conversation(APP, ME, long)).id == conversation.id
    assert (await ledger.message(APP, ME, "m" * 300)).id == message.id
    assert (await ledger.newest_run(APP, ME, message.id)).task_id == "t" * 300
    [listed] = await ledger.learn(APP, ME, [models.Conversation(id="d" * 300, name="Listed", created_at=1)])
    assert listed.id == "d" * 300
    await ledger.search.put(APP, ME, [Entry("d" * 300, "e" * 300, "Lamps", "", 1.0)])
    assert await turns(ledger, "lamps") == ["e" * 300]


async def test_what_changed_in_one_moment_has_one_order(ledger):
    names = ["b", "a", "c"]
    await ledger.learn(APP, ME, [models.Conversation(id=id, name=f"Lamp {id}", created_at=7) for id in names])
    assert [row.id for row in await ledger.conversations(APP, ME)] == ["c", "b", "a"]
    assert await ledger.own.conversations(APP, ME) == ["c", "b", "a"]
    assert [row.id for row in await ledger.search.unread(APP, ME, 10)] == ["c", "b", "a"]


async def test_what_stands_far_into_a_long_text_is_found_as_a_phrase(ledger):
    await ledger.learn(APP, ME, [models.Conversation(id="c0", name="", created_at=1)])
    text = "the lamp is old. " * 6000 + "The red door opens 新会话开始 at last."
    assert len(text) < LONGEST
    await ledger.search.put(APP, ME, [Entry("c0", "m1", "Tell me all.", text, 1.0)])
    for query in ('"red door opens"', "新会话开始", "会话", "red doo", '"is old the lamp"', "开", "last"):
        assert await turns(ledger, query) == ["m1"], query
    for query in ('"door red"', "会新", "opens lamps", '"old red"'):
        assert await turns(ledger, query) == [], query


async def test_a_text_of_very_many_words_is_taken(ledger):
    await ledger.learn(APP, ME, [models.Conversation(id="c0", name="", created_at=1)])
    text = "".join(chr(0x4E00 + (at * 7919) % 20000) for at in range(LONGEST))
    await ledger.search.put(APP, ME, [Entry("c0", "m1", "Lamps", text, 1e300)])
    assert await turns(ledger, "lamps") == ["m1"]
    assert await turns(ledger, text[:6]) == ["m1"]


async def test_tabs_that_do_much_with_one_conversation_at_once_do_not_fail(ledger):
    for number in range(5):
        conversation, _, run = await asked(ledger, "Lamps")
        page = [models.Conversation(id=f"up-{number}-{at}", name=f"Door {at}", created_at=at + 1) for at in range(9)]
        entries = [Entry(conversation.id, f"m{at}", f"Lamp {at}", "", 1.0) for at in range(9)]
        await asyncio.gather(
            ledger.learn(APP, ME, page),
            ledger.search.put(APP, ME, entries),
            ledger.mark(conversation, name="Doors"),
            ledger.end(run, "done", answer="So."),
            ledger.learn(APP, ME, page[::-1]),
            ledger.search.put(APP, ME, entries[::-1]),
            ledger.search.forget(APP, ME, conversation.id),
        )
        await asyncio.gather(ledger.forget(conversation), ledger.search.put(APP, ME, entries))
        titles, found = await ledger.search.find(APP, ME, parse("lamp"))
        assert (titles, found) == ([], [])


async def test_choices_of_two_tabs_at_once_are_both_kept(ledger):
    conversation, *_ = await asked(ledger, "Why?")
    await asyncio.gather(*(ledger.choose(conversation, {str(number): "x"}) for number in range(8)))
    assert len((await ledger.conversation(APP, ME, conversation.id)).chosen) == 8
