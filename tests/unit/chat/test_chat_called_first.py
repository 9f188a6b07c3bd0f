"""A conversation that begins with a call for a person: what is written in it, and what the app is asked, on both
databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.chat import Chat, Gone
from app.chat.context import own_words
from app.ledger.inbox import Filter
from app.limits import Allowance, MemoryCounts, Quotas, Reached
from app.runs.limits import Bounds, Places
from app.runs.registry import LiveRun
from app.uploads import FileGone
from app.views import Support, Turn
from tests.unit.both import database
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, MESSAGES, OTHER, ended, page
from tests.unit.chat.versions import TALK, asked, completed
from tests.unit.runs.doubles import refused
from tests.unit.uploads.conftest import PNG, pieces

__all__ = ["database"]

ANNA = "agent-1"


@pytest.fixture
async def helped(chat: Chat, upstream, ledger) -> AsyncIterator[Chat]:
    """An app with people, which takes pictures."""
    image = {"enabled": True, "number_limits": 3, "transfer_methods": ["local_file"]}
    upstream.on("GET /v1/parameters", {"file_upload": {"image": image}, "user_input_form": []})
    upstream.on(CONVERSATIONS, page())
    upstream.on(MESSAGES, page())
    made = Chat("app-1", upstream.client, ledger, chat.runs, support=Support(button=True))
    made.runs.places = Places(made.runs, Bounds(of_user=100))
    yield made
    await made.close()


@pytest.fixture
async def place(helped: Chat) -> str:
    return (await helped.call(ME, {"city": "Ulm"})).id


async def read(chat: Chat, place: str) -> list[str]:
    turns = (await chat.open(ME, place)).turns
    return [" ".join(filter(None, (turn.kind, turn.question, turn.answer))) for turn in turns]


async def test_what_is_written_before_anybody_comes_is_for_them_and_the_app_hears_nothing(helped, upstream, place):
    heard = await helped.ask(ME, place, "My lamp is dark.\nIs anybody there?", {}, number="1")
    assert (heard.kind, heard.status) == ("customer", "done")
    assert await read(helped, place) == ["called", "customer My lamp is dark.\nIs anybody there?"]
    assert upstream.asked(ASK) == []
    standing = await helped.handover.standing(ME, place)
    assert (standing.waiting, standing.to_person, standing.with_person) == (True, True, False)
    assert (await helped.conversations.row(ME, place)).name == "My lamp is dark. Is anybody there?"
    [line] = (await helped._ledger.inbox.page({"app-1"}, ANNA, Filter(status="waiting"))).lines
    assert (line.id, line.excerpt) == (place, "My lamp is dark. Is anybody there?")
    assert {found.conversation_id for found in await helped.search.find(ME, "lamp")} == {place}
    assert [turn.kind for turn in (await helped.taking.thread(ME, place)).turns] == ["called", "customer"]


async def test_the_app_s_first_question_comes_after_the_person_has_left_with_what_was_said(helped, upstream, place):
    await helped.ask(ME, place, "My lamp is dark.", {})
    await helped.handover.take(place, ANNA, "Anna")
    await helped.handover.say(place, ANNA, "Which one?", "")
    context, _ = await helped.handover.said(place)
    assert context == "Customer: My lamp is dark.\nAgent: Which one?"
    await helped.handover.hand_back(place, ANNA, context)
    await asked(helped, upstream, "The red one.", place, None)
    [sent] = upstream.asked(ASK)
    assert context in sent["query"] and sent["query"].endswith("\n\nThe red one.")
    assert (sent["inputs"], sent.get("conversation_id", "")) == ({"city": "Ulm"}, "")
    # Its name would be one of what only the app was told.
    assert not sent["auto_generate_name"]
    row = await helped.conversations.own(ME, place)
    assert (row.upstream_id, row.name) == (TALK, "My lamp is dark.")
    # From then on the app answers until somebody comes.
    await helped.handover.call(ME, place)
    assert not (await helped.handover.standing(ME, place)).to_person
    await completed(upstream, await helped.ask(ME, place, "Meanwhile?", {}), "An answer")
    assert upstream.asked(ASK)[-1]["conversation_id"] == TALK


async def test_files_are_kept_for_who_comes_and_are_none_for_the_app(helped, upstream, place):
    file = await helped.files.receive(ME, "lamp.png", "", len(PNG), pieces(PNG), "", place)
    late = await helped.files.receive(ME, "late.png", "", len(PNG), pieces(PNG), "", place)
    heard = await helped.ask(ME, place, "This one.", {}, [file.id])
    assert [item.name for item in heard.sent] == ["lamp.png"]
    assert upstream.asked("POST /v1/files/upload") == []
    await helped._ledger.inbox.set_status({"app-1"}, "app-1", place, "open")
    with pytest.raises(FileGone):
        await helped.ask(ME, place, "And this.", {}, [late.id])


async def test_whoever_is_waited_for_no_longer_hears_nothing_and_the_app_is_asked(helped, upstream, place):
    await helped._ledger.inbox.set_status({"app-1"}, "app-1", place, "resolved")
    await asked(helped, upstream, "Why?", place, None)
    assert (await helped.conversations.row(ME, place)).name == "Why?"
    assert await read(helped, place) == ["called", "Why? Answer to Why?"]


@pytest.mark.parametrize("status", ["resolved", "open"])
async def test_what_was_written_to_nobody_is_told_before_the_next_question_until_the_app_has_answered_one(
    helped, upstream, place, ledger, status
):
    file = await helped.files.receive(ME, "lamp.png", "", len(PNG), pieces(PNG), "", place)
    await helped.ask(ME, place, "My lamp is dark.", {}, [file.id])
    await ledger.inbox.set_status({"app-1"}, "app-1", place, status)
    refusal, upstream.refusal = upstream.refusal, refused("app_unavailable", "It is closed.")
    await ended(await helped.ask(ME, place, "Why?", {}))
    upstream.refusal = refusal
    await asked(helped, upstream, "And now?", place, None)
    for sent in upstream.asked(ASK):
        assert own_words(sent["query"]) in ("Why?", "And now?")
        assert sent["query"].count("\nCustomer: My lamp is dark. (lamp.png)\n") == 1
    turns = (await helped.open(ME, place)).turns
    assert [turn.question for turn in turns] == ["", "My lamp is dark.", "Why?", "And now?"]
    await asked(helped, upstream, "And then?", place, None)
    assert upstream.asked(ASK)[-1]["query"] == "And then?"
    # Who comes later tells the app nothing of it once more.
    await helped.handover.take(place, ANNA, "Anna")
    await helped.handover.say(place, ANNA, "Which one?", "")
    assert (await helped.handover.said(place)).text == "Agent: Which one?"


async def test_who_waits_again_after_that_has_it_told_once_with_what_they_write_then(helped, upstream, place, ledger):
    await helped.ask(ME, place, "My lamp is dark.", {})
    await ledger.inbox.set_status({"app-1"}, "app-1", place, "resolved")
    await helped.handover.call(ME, place)
    await helped.ask(ME, place, "Is anybody there?", {})
    await helped.handover.take(place, ANNA, "Anna")
    assert (await helped.handover.said(place)).text == "Customer: My lamp is dark.\nCustomer: Is anybody there?"
    await helped.handover.hand_back(place, ANNA, "")
    await asked(helped, upstream, "And now?", place, None)
    assert upstream.asked(ASK)[-1]["query"] == "And now?"


async def test_each_of_many_messages_is_a_person_s_or_the_app_s_when_one_is_waited_for_no_longer(
    helped, upstream, place
):
    upstream.refusal = refused("app_unavailable", "It is closed.")  # Its answer ends at once.
    steps = [helped.ask(ME, place, f"Message {number}", {}, parent=None) for number in range(6)]
    given_up = helped._ledger.inbox.set_status({"app-1"}, "app-1", place, "open")
    came = await asyncio.gather(*steps[:3], given_up, *steps[3:])
    came.append(await helped.ask(ME, place, "Message 6", {}))
    runs = [one for one in came if isinstance(one, LiveRun)]
    for run in runs:
        await ended(run)
    told = {one.question for one in came if isinstance(one, Turn)}
    assert {own_words(sent["query"]) for sent in upstream.asked(ASK)} == {run.message.question for run in runs}
    assert len(told) + len(runs) == 7
    assert "Message 6" not in told


async def test_it_goes_with_all_else_that_a_visitor_has_when_they_sign_in(helped, upstream, place):
    await helped.ask(ME, place, "My lamp is dark.", {})
    await helped._ledger.keeping.keep(ME, OTHER)
    heard = await helped.ask(OTHER, place, "Is anybody there?", {})
    assert heard.kind == "customer"
    with pytest.raises(Gone):
        await helped.ask(ME, place, "Is anybody there?", {})
    assert upstream.asked(ASK) == []


async def test_it_is_erased_with_all_that_its_person_has(helped, upstream, ledger, place):
    file = await helped.files.receive(ME, "lamp.png", "", len(PNG), pieces(PNG), "", place)
    await helped.ask(ME, place, "My lamp is dark.", {}, [file.id])
    last = [step async for step in helped.erasing.everything(ME)][-1]
    assert (last.whole, last.left) == (True, 0)
    assert await ledger.conversations("app-1", ME) == await ledger.messages("app-1", ME, place) == []
    assert upstream.asked("DELETE /v1/conversations/.*") == []


async def test_nobody_calls_where_the_app_has_no_people_or_more_often_than_one_may_ask(chat, upstream, ledger):
    with pytest.raises(Gone):
        await chat.call(ME, {})
    quotas = Quotas.of({"messages_a_minute_per_user": 1})
    other = Chat(
        "app-1", upstream.client, ledger, chat.runs, allowance=Allowance("app-1", MemoryCounts(), quotas),
        support=Support(button=True),
    )  # fmt: skip
    await other.call(ME, {})
    with pytest.raises(Reached):
        await other.call(ME, {})
    await other.close()


async def test_nobody_else_writes_in_it(helped, place):
    with pytest.raises(Gone):
        await helped.ask(OTHER, place, "Is anybody there?", {})
