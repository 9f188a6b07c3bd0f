"""The index of titles and turns, in real databases."""

import asyncio
import threading

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import search
from app.dify import models
from app.ledger import Entry, Ledger
from app.ledger.search import LONGEST
from app.search import parse
from tests.unit.sql import sql

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"


async def known(ledger: Ledger, *names: str, user: str = ME) -> None:
    """Conversations c0, c1 … with these names, the last the newest."""
    page = [models.Conversation(id=f"c{at}", name=name, created_at=100 + at) for at, name in enumerate(names)]
    await ledger.learn(APP, user, page)


def turn(id: str, question: str, answer: str = "", conversation: str = "c0", at: float = 100.0) -> Entry:
    return Entry(conversation, id, question, answer, at)


async def found(ledger: Ledger, query: str, user: str = ME, app: str = APP) -> tuple[list[str], list[str]]:
    """The titles and the ids of the turns."""
    titles, turns = await ledger.search.find(app, user, parse(query))
    return [hit.title for hit in titles], [hit.entry.turn_id for hit in turns]


async def test_titles_and_turns_are_found_the_newest_first(ledger):
    await known(ledger, "Lamps of the Aurora", "The Aurora at night")
    first, second = turn("m1", "Does the aurora hum?", at=50), turn("m2", "No", "An **Aurora**", at=60)
    await ledger.search.put(APP, ME, [first, second])
    assert await found(ledger, "aurora") == (["The Aurora at night", "Lamps of the Aurora"], ["m2", "m1"])


async def test_a_word_of_two_characters_is_found_within_a_chinese_sentence(ledger):
    await known(ledger, "如何开始新会话以及保存")
    await ledger.search.put(APP, ME, [turn("m1", "怎样导出？", "打开设置，然后导出全部会话记录。")])
    assert await found(ledger, "会话") == (["如何开始新会话以及保存"], ["m1"])
    assert await found(ledger, "会") == (["如何开始新会话以及保存"], ["m1"])
    assert await found(ledger, "新会话") == (["如何开始新会话以及保存"], [])
    assert await found(ledger, "导出 记录") == ([], ["m1"])
    assert await found(ledger, "话会") == ([], [])


async def test_all_words_must_be_there_and_a_phrase_as_it_stands(ledger):
    await known(ledger, "")
    await ledger.search.put(APP, ME, [turn("m1", "Is the red lamp old?", "The lamp is new.")])
    assert await found(ledger, "lamp new") == ([], ["m1"])
    assert await found(ledger, "lamp green") == ([], [])
    assert await found(ledger, '"red lamp"') == ([], ["m1"])
    assert await found(ledger, '"lamp red"') == ([], [])


async def test_the_last_word_may_be_unfinished(ledger):
    await known(ledger, "Thermostats")
    assert await found(ledger, "therm") == (["Thermostats"], [])
    assert await found(ledger, "therm ") == ([], [])


async def test_nobody_finds_what_is_somebody_else_s(ledger):
    await known(ledger, "A secret plan")
    await ledger.search.put(APP, ME, [turn("m1", "secret")])
    await known(ledger, "Nothing", user=OTHER)
    assert await found(ledger, "secret", user=OTHER) == ([], [])
    assert await found(ledger, "secret", app="app-2") == ([], [])
    assert await found(ledger, "secret") == (["A secret plan"], ["m1"])


async def test_a_conversation_is_found_by_its_new_name_alone(ledger):
    await known(ledger, "Old name")
    await ledger.mark(await ledger.conversation(APP, ME, "c0"), name="Fresh paint")
    assert await found(ledger, "old") == ([], [])
    assert await found(ledger, "fresh") == (["Fresh paint"], [])
    await known(ledger, "Renamed elsewhere")
    assert await found(ledger, "elsewhere") == (["Renamed elsewhere"], [])


async def test_a_question_is_found_with_its_answer_once_its_run_has_ended(ledger):
    _, message, run = await ledger.begin(APP, ME, "What is a lumen?", None, {})
    assert await found(ledger, "lumen") == (["What is a lumen?"], [])
    await ledger.end(run, "done", answer="A measure of light.")
    assert await found(ledger, "lumen measure") == ([], [message.id])


async def test_a_turn_that_was_read_before_its_run_was_named_is_found_once(ledger):
    _, message, run = await ledger.begin(APP, ME, "What is a lumen?", None, {})
    await ledger.named(run, task_id="t", message_id="up-m", conversation_id="")
    await ledger.search.put(APP, ME, [turn("up-m", "What is a lumen?", conversation=message.conversation_id)])
    await ledger.end(run, "done", answer="Light.")
    assert await found(ledger, "lumen") == (["What is a lumen?"], [message.id])


async def test_a_conversation_that_was_listed_before_its_run_named_it_is_found_once(ledger):
    conversation, _, run = await ledger.begin(APP, ME, "What is a lumen?", None, {})
    await ledger.learn(APP, ME, [models.Conversation(id="up-c", name="What is a lumen?", created_at=1)])
    await ledger.search.put(APP, ME, [turn("up-m", "Elsewhere", conversation="up-c")])
    await ledger.named(run, task_id="t", message_id="m", conversation_id="up-c")
    titles, turns = await ledger.search.find(APP, ME, parse("lumen"))
    assert [hit.entry.conversation_id for hit in titles] == [conversation.id]
    _, turns = await ledger.search.find(APP, ME, parse("elsewhere"))
    assert [hit.entry.conversation_id for hit in turns] == [conversation.id]


async def test_what_is_about_to_go_is_not_found_until_it_is_had_back(ledger):
    await known(ledger, "A lamp")
    await ledger.search.put(APP, ME, [turn("m1", "lamp")])
    talk = await ledger.conversation(APP, ME, "c0")
    await ledger.mark(talk, deleted_at=1.0)
    assert await found(ledger, "lamp") == ([], [])
    assert await ledger.search.unread(APP, ME, 10) == []
    await ledger.mark(talk, deleted_at=None)
    assert await found(ledger, "lamp") == (["A lamp"], ["m1"])


async def test_nothing_is_indexed_of_a_conversation_that_is_gone(ledger):
    await known(ledger, "A lamp", "A door")
    await ledger.forget(await ledger.conversation(APP, ME, "c0"))
    assert await ledger.search.put(APP, ME, [turn("m1", "lamp"), turn("m2", "door", conversation="c1")]) == 1
    assert await sql(ledger, "SELECT turn_id FROM search_entries WHERE turn_id != ''") == [("m2",)]


async def test_a_turn_that_was_asked_again_is_not_found(ledger):
    _, message, run = await ledger.begin(APP, ME, "Lumen?", None, {})
    await ledger.end(run, "failed")
    await ledger.hide(message)
    assert await found(ledger, "lumen") == (["Lumen?"], [])


async def test_what_has_changed_is_indexed_anew_and_the_rest_left(ledger):
    await known(ledger, "")
    assert await ledger.search.put(APP, ME, [turn("m1", "One"), turn("m2", "Two")]) == 2
    assert await ledger.search.put(APP, ME, [turn("m1", "One", "and more"), turn("m2", "Two")]) == 1
    assert await found(ledger, "one more") == ([], ["m1"])
    assert await found(ledger, "two") == ([], ["m2"])
    assert await ledger.search.put(APP, ME, [turn("m1", "Three"), turn("m3", "Three")], renew=False) == 1
    assert await found(ledger, "three") == ([], ["m3"])


async def test_turns_of_one_moment_are_all_kept(ledger):
    await known(ledger, "")
    entries = [turn(f"m{number}", "same") for number in range(100)]
    for entry in entries:
        await ledger.search.put(APP, ME, [entry])
    _, turns = await ledger.search.find(APP, ME, parse("same"))
    assert len(turns) == 40


async def test_a_forgotten_conversation_leaves_nothing_behind(ledger):
    await known(ledger, "Lamps", "Doors")
    await ledger.search.put(APP, ME, [turn("m1", "lamp"), turn("m2", "door", conversation="c1")])
    await ledger.search.read(await ledger.conversation(APP, ME, "c0"))
    await ledger.search.forget(APP, OTHER, "c0")
    assert await found(ledger, "lamp") == (["Lamps"], ["m1"])
    await ledger.search.forget(APP, ME, "c0")
    assert await found(ledger, "lamp") == ([], [])
    assert await found(ledger, "door") == (["Doors"], ["m2"])
    await ledger.search.forget(APP, ME)
    for table in ("search_entries", "search_reads", "search_index"):
        assert await sql(ledger, f"SELECT count(*) FROM {table}") == [(0,)]


async def test_what_was_looked_through_is_not_looked_through_again_until_it_changes(ledger):
    await known(ledger, "One", "Two")
    rows = await ledger.search.unread(APP, ME, 10)
    assert [row.id for row in rows] == ["c1", "c0"]
    await ledger.search.read(rows[0])
    assert [row.id for row in await ledger.search.unread(APP, ME, 10)] == ["c0"]
    await ledger.learn(APP, ME, [models.Conversation(id="c1", name="Two", created_at=100, updated_at=500)])
    assert [row.id for row in await ledger.search.unread(APP, ME, 1)] == ["c1"]
    assert await ledger.search.was_read(rows[0])
    assert not await ledger.search.was_read(rows[1])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60) | st.text(alphabet='"*:()^-+ANDORNEARé会か ', max_size=30))
async def test_whatever_is_typed_is_no_syntax(ledger, query):
    await ledger.search.find(APP, ME, parse(query))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), data=st.data())
async def test_a_piece_of_a_text_finds_it(ledger, text, data):
    words = text.split()
    piece = data.draw(st.sampled_from(words)) if words else ""
    await known(ledger, "")
    await ledger.search.put(APP, ME, [turn("m1", text)])
    if parse(piece):
        assert await found(ledger, piece) == ([], ["m1"])


async def test_a_long_answer_is_read_up_to_a_length_and_holds_nobody_up(ledger, monkeypatch):
    def indexed(text: str) -> str:
        assert threading.current_thread() is not threading.main_thread()
        return search.indexed(text)

    monkeypatch.setattr("app.ledger.search.indexed", indexed)
    await known(ledger, "Lamps")
    await ledger.search.put(APP, ME, [turn("m1", "Tell me all.", f"Aurora. {'word ' * LONGEST} Borealis.")])
    assert await found(ledger, "aurora") == ([], ["m1"])
    assert await found(ledger, "borealis") == ([], [])


async def test_tabs_that_learn_and_take_away_the_same_turn_at_once_do_not_fail(ledger):
    await known(ledger, "Lamps")

    async def learn(number: int) -> None:
        await ledger.search.put(APP, ME, [turn("m1", "Why?", f"Aurora {number}")])

    for number in range(30):
        await asyncio.gather(learn(number), ledger.search.forget(APP, ME, "c0"), learn(number + 100))
    await learn(1)
    assert await found(ledger, "aurora") == ([], ["m1"])
