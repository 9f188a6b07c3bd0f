"""A thread whose conversation a person has: what comes, where it stands, and what can be done meanwhile."""

from dataclasses import replace

import pytest

from app.dify.errors import Unreachable
from app.ledger import AskedAlready
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Field, Notice, Support, Turn
from tests.unit.state.threads import ASK, ME, asked, do, elsewhere, opened, shown, stored

ANNA = "agent-1"


@pytest.fixture
async def place(thread, chat, upstream) -> str:
    """A conversation that Anna has taken after a first answer, which the page knows."""
    await asked(thread, chat, upstream)
    await chat.handover.take(thread.conversation_id, ANNA, "Anna")
    await do(thread, "hear", thread.conversation_id)
    return thread.conversation_id


def told(thread) -> list[str]:
    return [" ".join(filter(None, (turn.kind, turn.author, turn.question, turn.answer))) for turn in shown(thread)]


def standing(thread) -> tuple[bool, str, bool]:
    return thread.with_person, thread.person, thread.called


async def test_who_came_is_told_once_and_there_are_no_next_questions(thread, chat, place):
    assert standing(thread) == (True, "Anna", False)
    assert told(thread) == ["Why? Answer to Why?", "came Anna"]
    assert thread.heard == [shown(thread)[-1].id]
    before = thread._number
    thread.suggestions = ["And now?"]
    await do(thread, "hear", place)
    assert (thread._number, thread.suggestions) == (before, [])


async def test_what_is_sent_goes_to_the_person_with_no_answer_to_wait_for(thread, chat, upstream, place):
    thread.notice = Notice("gone")
    await do(thread, "send", "7", "Is anybody there?", {}, [])
    assert (thread.accepted, thread.refused, thread.running, thread.notice) == ("7", "", False, Notice())
    assert told(thread)[-1] == "customer Is anybody there?"
    assert thread.ending == "done"
    assert len(upstream.asked(ASK)) == 1


async def test_who_is_there_is_asked_by_a_page_that_has_not_heard_of_them(thread, chat, upstream):
    await asked(thread, chat, upstream)
    await chat.handover.take(thread.conversation_id, ANNA, "Anna")
    event = await do(thread, "send", "7", "Is anybody there?", {}, [])
    assert event.handler.fn.__name__ == "hear"
    await do(thread, "hear", thread.conversation_id)
    assert told(thread)[1:] == ["came Anna", "customer Is anybody there?"]
    assert standing(thread) == (True, "Anna", False)


async def test_what_waited_in_the_queue_goes_to_the_person_whatever_they_have_written_meanwhile(thread, chat, place):
    await chat.handover.say(place, ANNA, "Hello.", "")
    await do(thread, "send", "7", "Is anybody there?", {}, [], True)
    assert (thread.accepted, thread.deferred) == ("7", "")
    await do(thread, "hear", place)
    assert told(thread)[-2:] == ["person Anna Hello.", "customer Is anybody there?"]


async def test_a_message_that_was_taken_is_read_and_not_sent_again(thread, chat, place):
    await chat.ask(ME, place, "Is anybody there?", {}, number="7")
    with pytest.raises(AskedAlready):
        await chat.ask(ME, place, "Is anybody there?", {}, number="7")
    await do(thread, "send", "7", "Is anybody there?", {}, [])
    assert thread.accepted == "7"
    await do(thread, "load", place)
    assert told(thread)[-1] == "customer Is anybody there?"


async def test_the_next_question_follows_the_app_s_answer_above_what_a_person_said(thread, chat, upstream, place):
    await chat.handover.say(place, ANNA, "Hello.", "")
    await chat.handover.hand_back(place, ANNA, "")
    await do(thread, "hear", place)
    assert standing(thread) == (False, "", False)
    first = shown(thread)[0]
    turn = await asked(thread, chat, upstream, "And then?")
    assert turn.parent == first.id
    before = told(thread)
    assert before == [
        "Why? Answer to Why?", "came Anna", "person Anna Hello.", "left Anna", "And then? Answer to And then?",
    ]  # fmt: skip
    await opened(thread, place)
    assert told(thread) == before


async def test_what_a_person_said_stays_when_a_question_above_it_is_asked_anew(thread, chat, upstream, place):
    await chat.handover.hand_back(place, ANNA, "")
    await do(thread, "hear", place)
    await do(thread, "edit", shown(thread)[0].id, "Why not?")
    assert told(thread) == ["came Anna", "left Anna", "Why not?"]
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    upstream.stream.finish()
    await run.closed.wait()


@pytest.mark.parametrize("step", [("regenerate",), ("edit", "What?"), ("retry",), ("rate", "like", "")])
async def test_what_a_person_said_is_nothing_to_ask_again_or_to_rate(thread, chat, upstream, place, step):
    await chat.handover.say(place, ANNA, "Hello.", "")
    await chat.handover.hand_back(place, ANNA, "")
    await do(thread, "hear", place)
    before, requests = told(thread), len(upstream.requests)
    name, *more = step
    for turn in shown(thread)[1:]:
        await do(thread, name, turn.id, *more)
    assert (told(thread), thread.running, len(upstream.requests)) == (before, False, requests)


async def test_while_a_person_is_there_nothing_is_asked_anew_and_the_page_says_so(thread, upstream, place):
    await do(thread, "regenerate", shown(thread)[0].id)
    assert (thread.notice, thread.running) == (Notice("person_has_it"), False)
    assert len(upstream.asked(ASK)) == 1


async def test_a_page_that_is_read_in_part_shows_what_was_said_since(thread, chat, upstream, ledger):
    await elsewhere(thread, upstream, chat, [stored(2**32), stored(2**32 + 1)], [stored(1)])
    await chat.handover.take("c", ANNA, "Anna")
    await do(thread, "hear", "c")
    assert thread.has_older
    assert "came Anna" not in told(thread)
    assert standing(thread) == (True, "Anna", False)


async def test_what_is_heard_of_another_conversation_is_not_shown(thread, chat, upstream, place):
    thread._clear("another", "visit-1")
    assert standing(thread) == (False, "", False)
    await do(thread, "hear", place)
    assert (told(thread), standing(thread), thread.heard) == ([], (False, "", False), [])


async def test_what_is_heard_while_the_thread_is_read_stands_in_its_place(thread, chat, upstream, place):
    await do(thread, "send", "7", "Is anybody there?", {}, [])
    await chat.handover.hand_back(place, ANNA, "")
    await do(thread, "hear", place)
    await asked(thread, chat, upstream, "And then?")
    await chat.handover.take(place, ANNA, "Anna")
    await do(thread, "hear", place)
    before = told(thread)
    page = await chat.open(ME, place)
    thread._clear(place, "visit-1")
    await do(thread, "hear", place)
    assert told(thread) == ["came Anna", "customer Is anybody there?", "left Anna", "came Anna"]
    said = await chat.handover.say(place, ANNA, "Hello.", "")
    thread._take_in([said])
    thread._show(page, None)
    assert told(thread) == [*before, "person Anna Hello."]


async def test_news_that_cannot_be_read_leave_the_page_as_it_is(thread, chat, place, monkeypatch):
    async def fails(*_: object) -> None:
        raise Unreachable("away")

    before = told(thread)
    monkeypatch.setattr(chat.handover, "standing", fails)
    assert await do(thread, "hear", place) is None
    assert told(thread) == before


async def test_an_older_reading_takes_no_newer_standing_away(thread, chat, place):
    await do(thread, "load", place)
    page = thread._page
    await chat.handover.hand_back(place, ANNA, "")
    await do(thread, "hear", place)
    older = await chat.reread(ME, place, page)
    await chat.handover.take(place, ANNA, "Anna")
    await do(thread, "hear", place)
    thread._stand(older.standing)
    assert standing(thread) == (True, "Anna", False)


async def test_a_person_is_asked_for_where_the_app_has_some(thread, chat, upstream):
    await asked(thread, chat, upstream)
    await do(thread, "call_person", "1", {})
    assert thread.notice == Notice("gone")
    chat.handover.support = Support(button=True)
    await do(thread, "call_person", "1", {})
    await do(thread, "hear", thread.conversation_id)
    assert (standing(thread), thread.heard) == ((False, "", True), [])
    assert [turn.kind for turn in shown(thread)] == ["", "called"]


async def test_a_new_chat_begins_with_a_call_and_what_is_sent_then_goes_to_whoever_comes(thread, chat, upstream):
    chat.handover.support = Support(button=True)
    thread._clear("", "visit-1")
    event = await do(thread, "call_person", "1", {})
    place = thread.conversation_id
    assert (event.handler.fn.__name__, thread.accepted, thread.refused) == ("hear", "1", "")
    await do(thread, "hear", place)
    assert (standing(thread), thread.to_person) == ((False, "", True), True)
    await do(thread, "call_person", "2", {})
    assert await do(thread, "send", "3", "My lamp is dark.", {}, []) is None
    assert told(thread) == ["called", "customer My lamp is dark."]
    assert (thread.accepted, thread.running, upstream.asked(ASK)) == ("3", False, [])
    await chat.handover.take(place, ANNA, "Anna")
    await do(thread, "hear", place)
    assert (standing(thread), thread.to_person) == ((True, "Anna", False), True)
    await opened(thread, place)
    assert told(thread) == ["called", "customer My lamp is dark.", "came Anna"]
    thread._clear("", "visit-1")
    assert not thread.to_person


async def test_a_call_begins_nothing_before_the_form_is_right_or_where_nobody_can_be_called(thread, chat, ledger):
    thread._clear("", "visit-1")
    await do(thread, "call_person", "1", {})
    assert (thread.notice, thread.refused, thread.conversation_id) == (Notice("gone"), "1", "")
    chat.handover.support = Support(button=True)
    session = await thread.get_state(SessionState)
    session.face = replace(session.face, fields=[Field("city", "City", "text", required=True)])
    await do(thread, "call_person", "2", {})
    assert (thread.notice, thread.refused, thread.conversation_id) == (Notice("fields_wrong"), "2", "")
    await do(thread, "call_person", "3", {"city": "Ulm"})
    assert thread.accepted == "3"
    assert (await ledger.conversation("app-1", ME, thread.conversation_id)).inputs == {"city": "Ulm"}


async def test_who_waits_for_nobody_any_more_is_told(thread, chat, upstream, ledger):
    await asked(thread, chat, upstream)
    place, chat.handover.support = thread.conversation_id, Support(button=True)
    await do(thread, "call_person", "1", {})
    await do(thread, "hear", place)
    assert thread.called
    assert await ledger.inbox.set_status({"app-1"}, "app-1", place, "open")
    assert (await chat.conversations.row(ME, place)).spoken > thread._stood
    await do(thread, "hear", place)
    assert not thread.called


def test_each_stands_in_its_time_whenever_it_is_heard(thread):
    for at in (3.0, 1.0):
        thread._take_in([Turn(id=f"t-{at}", kind="person", at=at)])
    thread._take_in([Turn(id="t-2.0", kind="person", at=2.0), Turn(id="t-1.0", kind="person", at=1.0)])
    assert [turn.at for turn in shown(thread)] == [1.0, 2.0, 3.0]


async def test_who_waits_leaves_word_where_they_can_be_reached_changes_and_withdraws_it(thread, chat, upstream):
    chat.handover.support = Support(button=True)
    await asked(thread, chat, upstream)
    await do(thread, "call_person", "1", {})
    await do(thread, "hear", thread.conversation_id)
    assert (thread.called, thread.away.key, thread.contact) == (True, "person_away", "")
    await do(thread, "leave_contact", {"contact": "me"})
    assert thread.unreachable == Notice("contact_wrong")
    await do(thread, "leave_contact", {"contact": "me@example.com"})
    await do(thread, "hear", thread.conversation_id)
    assert (thread.unreachable, thread.contact) == (Notice(), "me@example.com")
    ThreadState.change_contact.fn(thread)
    await do(thread, "leave_contact", {"contact": " "})
    assert (thread.unreachable, thread.changes_contact) == (Notice("contact_wrong"), True)
    ThreadState.change_contact.fn(thread)
    assert (thread.unreachable, thread.changes_contact) == (Notice(), False)
    ThreadState.change_contact.fn(thread)
    await do(thread, "leave_contact", {"contact": "+49 731 123"})
    await do(thread, "hear", thread.conversation_id)
    assert (thread.unreachable, thread.changes_contact, thread.contact) == (Notice(), False, "+49 731 123")
    ThreadState.change_contact.fn(thread)
    thread._stand_alone()
    assert (thread.called, thread.away, thread.contact, thread.changes_contact) == (False, Notice(), "", False)


async def test_where_one_can_be_reached_is_withdrawn_also_once_somebody_has_come(thread, chat, place, ledger):
    await do(thread, "leave_contact", {"contact": "me@example.com"})
    await do(thread, "hear", place)
    assert (thread.with_person, thread.contact) == (True, "me@example.com")
    await do(thread, "withdraw_contact")
    await do(thread, "hear", place)
    assert (thread.unreachable, thread.contact) == (Notice(), "")
    assert (await ledger.conversation("app-1", ME, place)).contact == ""
    thread._clear("another", "visit-1")
    await do(thread, "withdraw_contact")
    assert thread.unreachable == Notice("gone")
