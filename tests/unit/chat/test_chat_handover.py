"""A person steps in: what each side sees of it, and who may do what."""

import pytest

from app.chat import Chat, Gone, Page
from app.ledger import AskedAlready, Elsewhere
from app.limits import Allowance, MemoryCounts, Quotas, Reached
from app.news import Changed
from app.views import Support
from tests.unit.chat.handover import ANNA, BEN, place, read
from tests.unit.chat.lists import Heard
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, MESSAGES, OTHER, conversation, ended, page
from tests.unit.chat.versions import TALK, anew, asked, completed, row

__all__ = ["place"]


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
