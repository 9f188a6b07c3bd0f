"""Questions that are asked anew, and what is done with their answers, over an upstream that is told what to answer."""

import pytest

from app.chat import Chat, Gone, Page
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.chat.talks import ASK, ME, MESSAGES, OTHER, ended
from tests.unit.chat.talks import page as page_of
from tests.unit.chat.versions import TALK, anew, asked, completed, elsewhere, row, told
from tests.unit.runs.doubles import refused


async def test_the_same_question_goes_to_the_same_conversation_with_the_same_words(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.open(ME, place)).turns
    again = await anew(chat, upstream, place, turn)
    one, two = upstream.asked(ASK)
    assert (two["query"], two["conversation_id"], two["inputs"]) == ("Why?", TALK, one["inputs"])
    assert (again.row.conversation_id, again.message.parent_id) == (place, "")
    assert told(await chat.reread(ME, place, Page())) == ["Why? Another answer to Why? 2/2"]


async def test_other_words_stand_beside_the_first_ones_with_what_followed_those(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    await asked(chat, upstream, "And then?", place, first.message.id)
    turn = (await chat.reread(ME, place, Page())).turns[0]
    other = await anew(chat, upstream, place, turn, "How?")
    assert upstream.asked(ASK)[-1]["query"] == "How?"
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["How? Another answer to How? 2/2"]
    assert (page.turns[0].before, page.turns[0].after) == (first.message.id, "")
    await chat.choose(ME, place, "", first.message.id)
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["Why? Answer to Why? 1/2", "And then? Answer to And then? 1/1"]
    assert page.turns[0].after == other.message.id


async def test_an_answer_in_the_middle_that_is_asked_anew_leaves_what_followed_behind_it(chat, upstream):
    runs = [await asked(chat, upstream, "1?")]
    place = runs[0].row.conversation_id
    for number in (2, 3):
        runs.append(await asked(chat, upstream, f"{number}?", place, runs[-1].message.id))
    turn = (await chat.reread(ME, place, Page())).turns[1]
    run = await anew(chat, upstream, place, turn)
    assert run.message.parent_id == runs[0].message.id
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["1? Answer to 1? 1/1", "2? Another answer to 2? 2/2"]


async def test_while_the_answer_is_written_the_earlier_one_is_behind_it_and_so_it_is_found_again(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    run = await chat.ask_anew(ME, place, turn, "Why?")
    for page in (await chat.reread(ME, place, Page()), await chat.open(ME, place)):
        assert page.turns == []
        assert page.running is not None
        assert (page.running.id, page.running.number, page.running.count) == (run.message.id, 2, 2)
        assert page.running.before == first.message.id
    assert await chat.runs.of_turn(chat.slug, ME, run.message.id) is run
    assert await chat.runs.of_turn(chat.slug, OTHER, run.message.id) is None
    await completed(upstream, run, "So.")
    assert told(await chat.open(ME, place)) == ["Why? So. 2/2"]


async def test_a_version_that_failed_leaves_the_earlier_one_reachable_and_its_retry_takes_its_place(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    upstream.refusal = refused("app_unavailable")
    failed = await ended(await chat.ask_anew(ME, place, turn, "Why?"))
    [now] = (await chat.reread(ME, place, Page())).turns
    assert (now.id, now.status, now.number, now.before) == (failed.message.id, "failed", 2, first.message.id)
    upstream.refusal = None
    again = await chat.ask_again(ME, failed.message.id, now.parent)
    running = (await chat.reread(ME, place, Page())).running
    assert running is not None
    assert (running.id, running.number, running.count, running.before) == (again.message.id, 2, 2, first.message.id)
    await completed(upstream, again, "At last.")
    assert told(await chat.reread(ME, place, Page())) == ["Why? At last. 2/2"]


async def test_a_choice_stands_when_the_thread_is_opened_again_and_in_another_process(chat, upstream, ledger):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await chat.choose(ME, place, "", first.message.id)
    later = Chat(chat.slug, upstream.client, ledger, Runs(ledger, MemoryRunLog()))
    for reader in (chat, later):
        assert told(await reader.open(ME, place)) == ["Why? Answer to Why? 1/2"]


async def test_a_question_that_is_asked_anew_is_shown_whatever_was_chosen(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await chat.choose(ME, place, "", first.message.id)
    await anew(chat, upstream, place, turn, "How?")
    assert told(await chat.reread(ME, place, Page())) == ["How? Another answer to How? 3/3"]


async def test_a_question_is_shown_where_it_was_asked_though_another_tab_has_turned_elsewhere_meanwhile(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await asked(chat, upstream, "And then?", place, first.message.id)
    assert told(await chat.reread(ME, place, Page())) == [
        "Why? Answer to Why? 1/2",
        "And then? Answer to And then? 1/1",
    ]


async def test_nobody_turns_over_another_s_thread_or_asks_in_it(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    [turn] = (await chat.reread(ME, first.row.conversation_id, Page())).turns
    with pytest.raises(Gone):
        await chat.choose(OTHER, first.row.conversation_id, "", first.message.id)
    with pytest.raises(Gone):
        await chat.ask_anew(OTHER, first.row.conversation_id, turn, "Mine?")
    assert len(upstream.asked(ASK)) == 1


async def test_a_turn_that_only_the_upstream_knows_is_asked_anew_below_what_it_followed(chat, upstream):
    page = await elsewhere(chat, upstream, row(1), row(2), row(3))
    run = await anew(chat, upstream, "c", page.turns[1])
    assert (run.message.parent_id, upstream.asked(ASK)[-1]["conversation_id"]) == ("up-1", "c")
    assert told(await chat.reread(ME, "c", page)) == [
        "Question 1? Answer 1. 1/1",
        "Question 2? Another answer to Question 2? 2/2",
    ]
    await chat.choose(ME, "c", "up-1", "up-2")
    opened = told(await chat.open(ME, "c"))
    assert opened == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/2", "Question 3? Answer 3. 1/1"]


async def test_an_older_page_stands_above_the_versions_of_a_newer_one(chat, upstream):
    page = await elsewhere(chat, upstream, row(1), row(2), row(3), row(4))
    run = await anew(chat, upstream, "c", page.turns[2])
    stored = row(5, id=run.draft.message_id, query="Question 3?", answer="Another answer to Question 3?")
    upstream.on(MESSAGES, page_of(row(3), row(4), stored, more=True), page_of(row(1), row(2)))
    newest = await chat.open(ME, "c")
    assert told(newest)[-1].startswith("Question 3? Another answer")
    assert newest.has_older
    whole = await chat.open(ME, "c", newest)
    assert told(whole) == [
        "Question 1? Answer 1. 1/1",
        "Question 2? Answer 2. 1/1",
        "Question 3? Another answer to Question 3? 2/2",
    ]


async def test_what_comes_last_as_it_is_shown_is_what_the_next_question_follows(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    other = await anew(chat, upstream, place, turn)
    assert await chat.end_of(ME, place) == other.message.id
    await chat.choose(ME, place, "", first.message.id)
    assert await chat.end_of(ME, place) == first.message.id
    with pytest.raises(Gone):
        await chat.end_of(OTHER, place)
    running = await chat.ask(ME, place, "And?", {}, parent=first.message.id)
    assert await chat.end_of(ME, place) == running.message.id
    await completed(upstream, running, "So.")


async def test_of_a_conversation_without_turns_nothing_is_last(chat, upstream):
    await elsewhere(chat, upstream)
    assert await chat.end_of(ME, "c") is None
