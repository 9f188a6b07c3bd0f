"""A person steps in: what the app does meanwhile, and what it is told afterwards."""

import asyncio

import pytest

from app.chat import Chat
from app.ledger import Elsewhere
from app.ledger.inbox import Filter
from app.uploads import Refused
from app.views import Notice, Support
from tests.unit.chat.handover import ANNA, BEN, place, read
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, MESSAGES, conversation, ended, page
from tests.unit.chat.versions import TALK, asked, row
from tests.unit.chat.waiting import FORM, LOOK, RIGHT, SUBMITTED, goes_on, paused

__all__ = ["place"]


async def test_the_app_is_told_what_was_said_and_the_customer_sees_their_own_words(chat, upstream, place, ledger):
    await chat.ask(ME, place, "My lamp is dark.", {})
    await chat.handover.say(place, ANNA, "Which one?", "")
    context, _ = await chat.handover.said(place)
    assert context == "Customer: My lamp is dark.\nAgent: Which one?"
    await chat.handover.hand_back(place, ANNA, f"{context}\nAgent: The red one.")
    run = await asked(chat, upstream, "And now?", place, None)
    sent = upstream.asked(ASK)[-1]["query"]
    assert "Customer: My lamp is dark.\nAgent: Which one?\nAgent: The red one.\n" in sent
    assert sent.endswith("\n\nAnd now?")
    assert run.message.question == "And now?"
    item = row(2, id=run.draft.message_id, query=sent)
    assert (await read(chat, upstream, place, item))[-1] == "And now? Answer 2."
    await asked(chat, upstream, "And then?", place, None)
    assert upstream.asked(ASK)[-1]["query"] == "And then?"
    await chat.conversations.ended()
    assert (await ledger.conversation("app-1", ME, place)).excerpt == "And then?"


async def test_what_is_said_while_an_agent_looks_at_what_the_app_is_told_is_told_as_well(chat, upstream, place):
    await chat.handover.say(place, ANNA, "Which one?", "")
    _, until = await chat.handover.said(place)
    await chat.ask(ME, place, "The red one. It is urgent.", {})
    await chat.handover.hand_back(place, ANNA, "They have a lamp.", until)
    await asked(chat, upstream, "And now?", place, None)
    assert "\nThey have a lamp.\nCustomer: The red one. It is urgent.\n" in upstream.asked(ASK)[-1]["query"]
    assert "Which one?" not in upstream.asked(ASK)[-1]["query"]


async def test_what_is_said_while_the_app_takes_its_time_is_told_with_the_next_question(chat, upstream, place, ledger):
    named = {"id": "v-1", "name": "support", "value_type": "string", "value": ""}
    upstream.on(f"GET /v1/conversations/{TALK}/variables", {"data": [named], "has_more": False})
    upstream.on(f"PUT /v1/conversations/{TALK}/variables/v-1", named)
    helped = Chat("app-1", upstream.client, ledger, chat.runs, support=Support(variable="support"))
    upstream.hold()
    back = asyncio.create_task(helped.handover.hand_back(place, ANNA, "They have a lamp.", 0.0))
    await upstream.waits_for(f"GET /v1/conversations/{TALK}/variables")
    await helped.ask(ME, place, "It is urgent.", {})
    upstream.let_through(9)
    await back
    await asked(helped, upstream, "And now?", place, None)
    sent = upstream.asked(ASK)[-1]["query"]
    assert "\nCustomer: It is urgent.\n" in sent and "They have a lamp." not in sent
    await helped.close()


async def test_of_a_ledger_that_was_lost_the_customer_s_own_words_are_shown_too(chat, upstream, place):
    await chat.handover.hand_back(place, ANNA, "Agent: The red one.")
    await asked(chat, upstream, "And now?", place, None)
    sent = upstream.asked(ASK)[-1]["query"]
    upstream.on(CONVERSATIONS, page(conversation("c", 1)))
    upstream.on(MESSAGES, page(row(1, query=sent)))
    other = Chat("app-2", upstream.client, chat._ledger, chat.runs)
    assert [turn.question for turn in (await other.open(ME, "c")).turns] == ["And now?"]
    [line] = (await chat._ledger.inbox.page({"app-2"}, BEN, Filter())).lines
    assert line.excerpt == "And now?"
    await other.close()


@pytest.mark.parametrize(("kind", "told"), [("string", True), ("number", False), ("", False)])
async def test_a_variable_of_the_app_s_has_what_was_said_where_there_is_one(chat, upstream, place, ledger, kind, told):
    named = {"id": "v-1", "name": "support", "value_type": kind, "value": ""}
    upstream.on(f"GET /v1/conversations/{TALK}/variables", {"data": [named] if kind else [], "has_more": False})
    upstream.on(f"PUT /v1/conversations/{TALK}/variables/v-1", named)
    helped = Chat("app-1", upstream.client, ledger, chat.runs, support=Support(variable="support"))
    with pytest.raises(Elsewhere):
        await helped.handover.hand_back(place, BEN, "Agent: It is red.")
    await helped.handover.hand_back(place, ANNA, "Agent: It is red.")
    given = upstream.asked(f"PUT /v1/conversations/{TALK}/variables/v-1")
    assert [one["value"] for one in given] == ["Agent: It is red."] * told
    await asked(helped, upstream, "And now?", place, None)
    assert (upstream.asked(ASK)[-1]["query"] == "And now?") is told
    await helped.close()


async def test_what_the_app_was_not_told_yet_is_told_with_what_was_said_since(chat, upstream, place):
    await chat.handover.say(place, ANNA, "Hello.", "")
    await chat.handover.hand_back(place, ANNA, *await chat.handover.said(place))
    await chat.handover.take(place, BEN, "Ben")
    await chat.handover.say(place, BEN, "I am Ben.", "")
    assert (await chat.handover.said(place)).text == "Agent: Hello.\nAgent: I am Ben."


async def test_an_answer_that_is_being_written_ends_with_what_has_come(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Be")
    await anext(chat.runs.log.follow(run.row.id))
    await chat.handover.take(run.row.conversation_id, ANNA, "Anna")
    await upstream.waits_for("POST /v1/chat-messages/task-1/stop")
    upstream.stream.finish()
    await ended(run)
    assert await read(chat, upstream, run.row.conversation_id) == ["Why? Be", "came Anna"]


async def test_an_answer_that_was_begun_just_before_a_person_came_gives_way(chat, upstream, ledger, monkeypatch):
    """They have looked for answers that are being written, and this one was not there yet."""
    start = chat.runs.start

    async def late(run):
        await ledger.handover.take("app-1", run.row.conversation_id, ANNA, "Anna")
        return await start(run)

    monkeypatch.setattr(chat.runs, "start", late)
    run = await chat.ask(ME, "", "Why?", {})
    assert run.stopping.wanted


async def test_nothing_is_asked_anew_while_a_person_is_there(chat, upstream, place):
    turn = (await chat.open(ME, place)).turns[0]
    for step in (
        lambda: chat.ask_anew(ME, place, turn, "Why not?"),
        lambda: chat.ask_again(ME, turn.id),
    ):
        with pytest.raises(Refused) as refused:
            await step()
        assert refused.value.notice == Notice("person_has_it")
    assert len(upstream.asked(ASK)) == 1


@pytest.mark.usefixtures("forms")
async def test_a_flow_s_form_waits_while_a_person_is_there(chat, upstream):
    run = await paused(chat, upstream)
    await chat.handover.take(run.row.conversation_id, ANNA, "Anna")
    answer = (ME, run.message.id, "form-1", "yes", RIGHT)
    assert await chat.answer_form(*answer) == (None, {"": Notice("person_has_it")})
    assert upstream.asked(FORM) == []
    await chat.handover.hand_back(run.row.conversation_id, ANNA, "")
    going, _ = await chat.answer_form(*answer)
    goes_on(upstream, "Thank you.")
    await ended(going)


@pytest.mark.usefixtures("forms")
async def test_a_flow_that_went_on_elsewhere_is_read_once_nobody_is_there(chat, upstream, ledger):
    run = await paused(chat, upstream)
    await chat.handover.take(run.row.conversation_id, ANNA, "Anna")
    upstream.on(LOOK, SUBMITTED)
    assert await chat.look_after(ME, run.message.id) is None
    await chat.handover.hand_back(run.row.conversation_id, ANNA, "")
    going = await chat.look_after(ME, run.message.id)
    goes_on(upstream, "Thank you.")
    await ended(going)
