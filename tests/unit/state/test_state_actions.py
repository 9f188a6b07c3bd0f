"""Answers that are asked for anew, on a state of their own, without a socket."""

import httpx

from app.chat.question import LONGEST
from app.limits import Allowance, MemoryCounts, Quotas
from app.views import Notice, Turn
from tests.unit.runs.doubles import refused
from tests.unit.state.threads import ASK, ME, MESSAGES, asked, do, elsewhere, ended, opened, shown, stored, told


async def test_an_answer_is_asked_for_again_in_its_place(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    [running] = shown(thread)
    assert (running.status, running.question, running.number, running.count, running.before) == (
        "running", "Why?", 2, 2, first.id,
    )  # fmt: skip
    assert thread.running
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]
    assert [turn.id for turn in await opened(thread, thread.conversation_id)] == [running.id]


async def test_a_second_press_asks_nothing_more(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    await do(thread, "regenerate", first.id)
    await do(thread, "edit", first.id, "How?")
    await do(thread, "regenerate", "nothing")
    await ended(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    assert len(upstream.asked(ASK)) == 2


async def test_a_question_in_other_words_takes_the_place_of_all_that_followed(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await asked(thread, chat, upstream, "And then?")
    await do(thread, "edit", first.id, "  How?\n")
    assert [(turn.question, turn.status) for turn in shown(thread)] == [("How?", "running")]
    await ended(thread, chat, upstream)
    await do(thread, "show_version", shown(thread)[0].id, first.id)
    assert told(thread) == ["Why? Answer to Why? 1/2", "And then? Answer to And then? 1/1"]
    await do(thread, "show_version", first.id, shown(thread)[0].after)
    assert told(thread) == ["How? So. 2/2"]


async def test_what_a_limit_refuses_says_so_and_leaves_the_thread(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    upstream.refusal = refused("app_unavailable")
    await do(thread, "send", "1", "And then?", {}, [])
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    await run.closed.wait()
    thread.running, upstream.refusal = False, None
    before = [(turn.id, turn.status) for turn in await opened(thread, thread.conversation_id)]
    chat.allowance = Allowance(chat.slug, MemoryCounts(), Quotas.of({"messages_a_minute_per_user": 1}))
    await chat.allowance.message(ME, "")
    for event in (("regenerate", first.id), ("edit", first.id, "How?"), ("retry", run.message.id)):
        thread.notice = Notice()
        await do(thread, *event)
        assert (thread.notice.key, thread.notice.remedy) == ("error_limit_user_minute", "wait")
        assert [(turn.id, turn.status) for turn in shown(thread)] == before
    await do(thread, "send", "2", "And now?", {}, [])
    assert (thread.refused, thread.running) == ("2", False)
    assert len(upstream.asked(ASK)) == 2


async def test_an_empty_or_much_too_long_question_asks_nothing_and_leaves_the_thread(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    for question in ("", " \n ", "x" * (LONGEST + 1)):
        await do(thread, "edit", first.id, question)
    assert thread.notice.key == "question_too_long"
    assert (told(thread), thread.running) == (["Why? Answer to Why? 1/1"], False)
    assert len(upstream.asked(ASK)) == 1


async def test_a_failed_version_that_is_retried_keeps_its_place_among_the_versions(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    upstream.refusal = refused("app_unavailable")
    await do(thread, "regenerate", first.id)
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    await run.closed.wait()
    thread.running, upstream.refusal = False, None
    await opened(thread, thread.conversation_id)
    [failed] = shown(thread)
    assert (failed.status, failed.number, failed.count) == ("failed", 2, 2)
    await do(thread, "retry", failed.id)
    [running] = shown(thread)
    assert (running.status, running.number, running.count, running.before) == ("running", 2, 2, first.id)
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]


async def test_a_failed_turn_of_the_upstream_s_that_is_retried_is_a_version_of_the_new_one(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2, status="error", answer="")])
    await do(thread, "retry", "up-2")
    await ended(thread, chat, upstream)
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? So. 2/2"]
    assert [turn.id for turn in await opened(thread, "c")] == ["up-1", shown(thread)[1].id]


async def test_what_is_sent_before_the_thread_was_read_follows_its_end(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2)])
    thread._clear("c", "visit-1")
    await do(thread, "send", "1", "And then?", {}, [])
    run = await ended(thread, chat, upstream)
    assert run.message.parent_id == "up-2"
    await opened(thread, "c")
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/1", "And then? So. 1/1"]


async def test_a_message_of_the_same_number_is_asked_once(thread, chat, upstream):
    await asked(thread, chat, upstream)
    await do(thread, "send", "7.1", "And then?", {}, [], True)
    await ended(thread, chat, upstream)
    await do(thread, "send", "7.2", "And then?", {}, [], True)
    assert (thread.accepted, thread.refused, len(upstream.asked(ASK))) == ("7.2", "", 2)


async def test_a_message_of_the_queue_waits_for_what_another_tab_has_asked_meanwhile(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    run = await chat.ask(ME, thread.conversation_id, "From another tab?", {}, parent=first.id)
    await do(thread, "send", "7.1", "And then?", {}, [], True)
    assert (thread.deferred, thread.refused, thread.loading) == ("7.1", "", True)
    assert thread._run_id != run.row.id
    await do(thread, "load", thread.conversation_id)
    assert (thread.running, thread._run_id, [turn.id for turn in shown(thread)]) == (
        True, run.row.id, [first.id, run.message.id],
    )  # fmt: skip
    upstream.stream.hang_up()


async def test_the_first_turn_that_was_read_is_asked_anew_below_the_one_above_it(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(3), stored(4)], [stored(1), stored(2)])
    await do(thread, "regenerate", "up-3")
    run = await ended(thread, chat, upstream)
    assert (run.message.parent_id, thread.has_older) == ("up-2", False)
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/1", "Question 3? So. 2/2"]


async def test_where_what_is_above_cannot_be_read_nothing_is_asked_and_it_is_said(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(3), stored(4)], [])
    upstream.on(MESSAGES, httpx.ConnectError("refused"))
    await do(thread, "regenerate", "up-3")
    assert thread.notice == Notice("error_unreachable", {}, "again")
    assert (told(thread), thread.running) == (["Question 3? Answer 3. 1/1", "Question 4? Answer 4. 1/1"], False)
    assert upstream.asked(ASK) == []


def test_a_turn_leaves_with_all_that_followed_it(thread):
    thread._show_history([Turn("a"), Turn("b")])
    for id in "cde":
        thread._put(Turn(id))
    thread._cut_from("d")
    assert [turn.id for turn in shown(thread)] == ["a", "b", "c"]
    thread._cut_from("b")
    thread._cut_from("nothing")
    assert [turn.id for turn in shown(thread)] == ["a"]


async def test_a_turn_of_the_upstream_s_that_a_limit_keeps_from_being_retried_stays(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2, status="error", answer="")])
    before = told(thread)
    chat.allowance = Allowance(chat.slug, MemoryCounts(), Quotas.of({"messages_a_minute_per_user": 1}))
    await chat.allowance.message(ME, "")
    await do(thread, "retry", "up-2")
    assert (thread.notice.key, told(thread), thread.running) == ("error_limit_user_minute", before, False)
    assert upstream.asked(ASK) == []
