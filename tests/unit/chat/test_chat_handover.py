"""A person steps in: what the app is asked meanwhile, what each side sees, and what the app is told afterwards."""

import asyncio

import pytest

from app.chat import Chat, Gone, Page
from app.ledger import AskedAlready, Elsewhere
from app.ledger.inbox import Filter
from app.limits import Allowance, MemoryCounts, Quotas, Reached
from app.news import Changed
from app.uploads import Refused
from app.views import Notice, Support
from tests.unit.chat.lists import Heard
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, MESSAGES, OTHER, conversation, ended, page
from tests.unit.chat.versions import TALK, anew, asked, completed, row
from tests.unit.chat.waiting import FORM, LOOK, RIGHT, SUBMITTED, goes_on, paused
from tests.unit.runs.doubles import Upstream

ANNA, BEN = "agent-1", "agent-2"


@pytest.fixture
async def place(chat: Chat, upstream: Upstream) -> str:
    """A conversation that Anna has taken after a first answer."""
    run = await asked(chat, upstream, "Why?")
    await chat.handover.take(run.row.conversation_id, ANNA, "Anna")
    return run.row.conversation_id


async def read(chat: Chat, upstream: Upstream, place: str, *rows: dict) -> list[str]:
    """The thread, each turn as it is told apart."""
    upstream.on(MESSAGES, page(*rows))
    turns = (await chat.open(ME, place)).turns
    return [" ".join(filter(None, (turn.kind, turn.author, turn.question, turn.answer))) for turn in turns]


async def test_what_the_customer_writes_while_a_person_is_there_goes_to_them_and_not_to_the_app(chat, upstream, place):
    heard = await chat.ask(ME, place, "Is anybody there?", {}, number="1")
    await chat.handover.say(place, ANNA, "I am.", "")
    assert (heard.kind, heard.question, heard.status) == ("customer", "Is anybody there?", "done")
    assert [sent["query"] for sent in upstream.asked(ASK)] == ["Why?"]
    with pytest.raises(AskedAlready):
        await chat.ask(ME, place, "Is anybody there?", {}, number="1")
    assert await read(chat, upstream, place) == [
        "Why? Answer to Why?",
        "came Anna",
        "customer Is anybody there?",
        "person Anna I am.",
    ]


async def test_it_stands_in_its_place_among_what_the_app_tells(chat, upstream, place, ledger):
    await chat.ask(ME, place, "Is anybody there?", {})
    await chat.handover.hand_back(place, ANNA, "")
    await asked(chat, upstream, "And then?", place, None)
    [first, *_, last] = await ledger.messages("app-1", ME, place)
    known = [row(1, id=first.upstream_id, query="Why?"), row(2, id=last.upstream_id, query="And then?")]
    assert await read(chat, upstream, place, *known) == [
        "Why? Answer 1.",
        "came Anna",
        "customer Is anybody there?",
        "left Anna",
        "And then? Answer 2.",
    ]


async def test_it_stands_there_whichever_version_is_shown(chat, upstream, place):
    await chat.ask(ME, place, "Is anybody there?", {})
    await chat.handover.hand_back(place, ANNA, "")
    first = (await chat.open(ME, place)).turns[0]
    run = await anew(chat, upstream, place, first)
    assert await read(chat, upstream, place) == [
        "came Anna", "customer Is anybody there?", "left Anna", "Why? Another answer to Why?",
    ]  # fmt: skip
    await chat.choose(ME, place, "", first.id)
    assert (await read(chat, upstream, place))[0] == "Why? Answer to Why?"
    assert await chat.end_of(ME, place) == first.id
    await chat.choose(ME, place, "", run.message.id)
    assert await chat.end_of(ME, place) == run.message.id


async def test_a_question_below_what_a_person_said_follows_the_app_s_answer_above_it(chat, upstream, place):
    said = await chat.handover.say(place, ANNA, "Hello.", "")
    await chat.handover.hand_back(place, ANNA, "")
    await asked(chat, upstream, "And then?", place, parent=said.id)
    assert [entry for entry in await read(chat, upstream, place) if "?" in entry] == [
        "Why? Answer to Why?",
        "And then? Answer to And then?",
    ]


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


async def test_what_a_person_said_is_not_read_aloud_by_the_app(chat, upstream, place):
    said = await chat.handover.say(place, ANNA, "Hello.", "")
    before = len(upstream.requests)
    with pytest.raises(Gone):
        async with chat.speech.aloud(ME, said.id, place):
            pass
    assert len(upstream.requests) == before


async def test_a_link_to_what_a_person_said_leads_there(chat, upstream, place):
    said = await chat.handover.say(place, ANNA, "Hello.", "")
    upstream.on(MESSAGES, page())
    found, there = await chat.arrival.at(ME, place, said.id, Page(), busy=False)
    assert (found, there.turns[-1].id) == (said.id, said.id)


async def test_what_a_person_said_is_neither_asked_again_nor_rated(chat, upstream, place):
    said = await chat.handover.say(place, ANNA, "Hello.", "")
    await chat.handover.hand_back(place, ANNA, "")
    for step in (chat.ask_again(ME, said.id), chat.rate(ME, place, said.id, "like"), chat.look_after(ME, said.id)):
        with pytest.raises(Gone):
            await step


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


async def test_whoever_looks_hears_of_each_step(chat, place):
    async with Heard(chat) as heard:
        for step in (
            lambda: chat.ask(ME, place, "Is anybody there?", {}),
            lambda: chat.handover.say(place, ANNA, "I am.", ""),
            lambda: chat.handover.hand_back(place, ANNA, ""),
            lambda: chat.handover.take(place, BEN, "Ben"),
        ):
            await step()
            await heard.until(Changed(place))
    row = await chat.conversations.row(ME, place)
    standing = await chat.handover.standing(ME, place)
    assert (standing.with_person, standing.person, row.unread) == (True, "Ben", True)
    assert [turn.kind for turn in standing.turns] == ["came", "customer", "person", "left", "came"]
    assert (await chat.open(ME, place)).standing.at == standing.at


async def test_nobody_else_s_conversation_is_looked_at_or_called_for(chat, place):
    for step in (chat.handover.standing(OTHER, place), chat.handover.call(OTHER, place), chat.handover.call(ME, place)):
        with pytest.raises(Gone):
            await step


async def test_an_agent_of_one_app_reaches_none_of_another_one(chat, upstream, place):
    other = Chat("app-2", upstream.client, chat._ledger, chat.runs)
    for step in (
        other.handover.take(place, BEN, "Ben", over=True),
        other.handover.say(place, ANNA, "Hello.", ""),
        other.handover.said(place),
        other.handover.hand_back(place, ANNA, ""),
    ):
        with pytest.raises(Gone):
            await step
    with pytest.raises(Elsewhere):
        await chat.handover.take(place, BEN, "Ben")
    await other.close()


async def test_where_the_app_has_people_one_is_called_by_whoever_wishes(chat, upstream, ledger):
    run = await asked(chat, upstream, "Why?")
    helped = Chat("app-1", upstream.client, ledger, chat.runs, support=Support(button=True, name="The lamp team"))
    assert (await helped.face(ME)).calls and not (await chat.face(ME)).calls
    await helped.handover.call(ME, run.row.conversation_id)
    assert (await helped.handover.standing(ME, run.row.conversation_id)).waiting
    await completed(upstream, await helped.ask(ME, run.row.conversation_id, "Meanwhile?", {}), "An answer")
    await helped.handover.take(run.row.conversation_id, ANNA, "Anna")
    said = await helped.handover.say(run.row.conversation_id, ANNA, "Hello.", "")
    assert said.author == "The lamp team"
    await helped.close()


async def test_messages_to_a_person_are_counted_as_questions_are_and_need_no_answer_s_place(chat, upstream, ledger):
    run = await asked(chat, upstream, "Why?")
    quotas = Quotas.of({"runs_per_user": 1, "messages_a_minute_per_user": 2})
    other = Chat("app-1", upstream.client, ledger, chat.runs, allowance=Allowance("app-1", MemoryCounts(), quotas))
    open_elsewhere = await other.ask(ME, "", "Meanwhile?", {})
    await other.handover.take(run.row.conversation_id, ANNA, "Anna")
    await other.ask(ME, run.row.conversation_id, "Is anybody there?", {})
    with pytest.raises(Reached):
        await other.ask(ME, run.row.conversation_id, "Hello?", {})
    upstream.stream.finish()
    await ended(open_elsewhere)
    await other.close()


async def test_what_the_agent_s_page_sends_twice_is_said_once(chat, place):
    await chat.handover.say(place, ANNA, "Hello.", "1")
    with pytest.raises(AskedAlready):
        await chat.handover.say(place, ANNA, "Hello.", "1")


async def test_files_of_the_customer_stand_with_their_message(chat, upstream):
    image = {"enabled": True, "number_limits": 3, "transfer_methods": ["remote_url"]}
    upstream.on("GET /v1/parameters", {"file_upload": {"image": image}})
    place = (await asked(chat, upstream, "Why?")).row.conversation_id
    await chat.handover.take(place, ANNA, "Anna")
    file = await chat.files.link(ME, "https://example.org/lamp.png")
    heard = await chat.ask(ME, place, "This one.", {}, [file.id])
    assert [item.name for item in heard.sent] == ["lamp.png"]
    turn = (await chat.open(ME, place)).turns[-1]
    assert [item.name for item in turn.sent] == ["lamp.png"]
    assert (await chat.handover.said(place)).text == "Customer: This one. (lamp.png)"
    assert len(upstream.asked(ASK)) == 1


async def test_it_is_found_by_the_search_with_nothing_of_who_came_and_left(chat, upstream, place):
    await chat.ask(ME, place, "My chandelier is dark.", {})
    await chat.handover.hand_back(place, ANNA, "")
    upstream.on(MESSAGES, page())
    upstream.on(CONVERSATIONS, page(conversation(TALK, 1)))
    walk = chat.search.look_through(ME)
    while walk.ended is None:
        await walk.moved.wait()
    assert [found.asked for found in await chat.search.find(ME, "chandelier")] == [True]
