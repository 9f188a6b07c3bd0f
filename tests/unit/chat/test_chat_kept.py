"""What was kept is the account's here, and goes on being the visitor's at the app, which knows nobody else for it."""

import asyncio
import json
import re
from contextlib import aclosing
from urllib.parse import parse_qs

import httpx
import pytest

from app.chat import Chat, Gone, leaving
from app.dify.models import MessageFile
from app.policy import Role
from app.uploads import FileGone
from tests.unit.chat.talks import CONVERSATIONS, MESSAGES, OTHER, ended, message, page
from tests.unit.chat.talks import ME as VISITOR
from tests.unit.chat.waiting import ASKED, EVENTS, FORM, RIGHT, goes_on, paused
from tests.unit.runs.doubles import IDS, Stream, Upstream
from tests.unit.uploads.conftest import PNG, TAKES, pieces

ACCOUNT = "local:anna"
UP = IDS["conversation_id"]
ABOUT_THE_APP = ("/v1/parameters", "/v1/meta", "/v1/info", "/v1/site")


def who(request: httpx.Request) -> str:
    """The user that a request names, wherever it does."""
    if request.method == "GET":
        return parse_qs(request.url.query.decode())["user"][0]
    if found := re.search(rb'name="user"\r\n\r\n([^\r]*)\r\n', request.content):
        return found[1].decode()
    return str(json.loads(request.content)["user"])


def asked_since(upstream: Upstream, before: int) -> list[tuple[str, str]]:
    """What the app was asked, but for what it says of itself, and as whom."""
    since = [item for item in upstream.requests[before:] if item.url.path not in ABOUT_THE_APP]
    return [(f"{item.method} {item.url.path}", who(item)) for item in since]


@pytest.fixture
async def chat(chat, upstream, ledger):
    """One that a builder looks at, who sees variables as well."""
    builder = Chat(chat.slug, upstream.client, ledger, chat.runs, Role.BUILDER)
    upstream.on(CONVERSATIONS, page())
    upstream.on(MESSAGES, page())
    yield builder
    await builder.close()


async def answered(chat, upstream, place="", user=VISITOR, question="Why?"):
    run = await chat.ask(user, place, question, {})
    upstream.stream.say("Because.")
    upstream.stream.finish()
    await ended(run)
    await chat.conversations.ended()
    upstream.stream = Stream()
    return run


@pytest.fixture
async def kept(chat, upstream):
    """A turn in a conversation that the account has kept."""
    run = await answered(chat, upstream)
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    return run


async def as_visitor(upstream, wanted, *work):
    """Whatever the app is asked by ``work`` it is asked as the visitor, and ``wanted`` is."""
    before = len(upstream.requests)
    for item in work:
        await item
    asked = asked_since(upstream, before)
    assert {user for _, user in asked} == {VISITOR}, asked
    assert wanted in [what for what, _ in asked]


async def test_the_conversation_is_read_and_goes_on(chat, upstream, kept):
    place = kept.row.conversation_id
    upstream.on(MESSAGES, page(message(IDS["message_id"], 1, "Because.")))
    await as_visitor(upstream, MESSAGES, chat.open(ACCOUNT, place), chat.taking.thread(ACCOUNT, place))
    before = len(upstream.requests)
    run = await answered(chat, upstream, place, ACCOUNT)
    asked = asked_since(upstream, before)
    assert asked == [("POST /v1/chat-messages", VISITOR), (CONVERSATIONS, VISITOR)]
    assert upstream.asked("POST /v1/chat-messages")[-1]["conversation_id"] == UP
    assert (run.row.user, run.message.upstream_user) == (ACCOUNT, VISITOR)
    assert (await chat._ledger.message(chat.slug, ACCOUNT, run.message.id)).answer == "Because."
    with pytest.raises(Gone):
        await chat.open(VISITOR, place)


async def test_a_new_one_is_the_account_s_at_the_app_too(chat, upstream, kept):
    before = len(upstream.requests)
    await answered(chat, upstream, "", ACCOUNT)
    assert {user for _, user in asked_since(upstream, before)} == {ACCOUNT}


async def test_its_question_is_asked_anew_and_again(chat, upstream, kept):
    place = kept.row.conversation_id
    [turn] = (await chat.open(ACCOUNT, place)).turns
    before = len(upstream.requests)
    await chat.ask_anew(ACCOUNT, place, turn, "Why so?")
    upstream.stream.break_off()
    failed = (await chat.runs.of_user(chat.slug, ACCOUNT))[-1]
    await ended(failed)
    upstream.stream = Stream()
    await chat.ask_again(ACCOUNT, failed.message.id)
    upstream.stream.finish()
    await ended((await chat.runs.of_user(chat.slug, ACCOUNT))[-1])
    asked = [user for what, user in asked_since(upstream, before) if what == "POST /v1/chat-messages"]
    assert asked == [VISITOR, VISITOR]


async def test_it_is_named_rated_and_stopped_and_what_it_began_with_is_told(chat, upstream, kept):
    place, turn = kept.row.conversation_id, kept.message.id
    name, rating = f"POST /v1/conversations/{UP}/name", f"POST /v1/messages/{IDS['message_id']}/feedbacks"
    upstream.on(name, {"id": UP, "name": "Lamps"})
    upstream.on(rating, {"result": "success"})
    await as_visitor(upstream, name, chat.conversations.rename(ACCOUNT, place, "Lamps"))
    await as_visitor(upstream, name, chat.conversations.make_title(ACCOUNT, place))
    await as_visitor(upstream, rating, chat.rate(ACCOUNT, place, turn, "like"))
    next_ones = f"GET /v1/messages/{IDS['message_id']}/suggested"
    upstream.on(next_ones, {"data": ["What else?"]})
    run = await answered(chat, upstream, place, ACCOUNT)
    await as_visitor(upstream, next_ones, chat.suggestions(ACCOUNT, run))
    await as_visitor(upstream, MESSAGES, chat.details.given(ACCOUNT, place))
    stop = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
    await as_visitor(upstream, stop, chat.stops.again(ACCOUNT, turn))


async def test_its_variables_are_seen_and_set(chat, upstream, kept):
    every, one = f"GET /v1/conversations/{UP}/variables", f"PUT /v1/conversations/{UP}/variables/v-1"
    known = {"id": "v-1", "name": "mood", "value_type": "string", "value": "calm"}
    upstream.on(every, {"data": [known], "has_more": False, "limit": 100})
    upstream.on(one, known)
    place = kept.row.conversation_id
    await as_visitor(upstream, every, chat.variables.all(ACCOUNT, place))
    await as_visitor(upstream, one, chat.variables.set(ACCOUNT, place, "mood", "glad"))


async def test_an_answer_is_stopped_and_read_aloud(chat, upstream, kept):
    sound = httpx.Response(200, content=b"ID3", headers={"Content-Type": "audio/mpeg"})
    upstream.on("POST /v1/text-to-audio", sound)

    async def heard():
        async with chat.speech.aloud(ACCOUNT, kept.message.id) as body:
            assert b"".join([piece async for piece in body.aiter_bytes()]) == b"ID3"

    await as_visitor(upstream, "POST /v1/text-to-audio", heard())
    run = await chat.ask(ACCOUNT, kept.row.conversation_id, "Why?", {})
    upstream.stream.say("Because")
    async with aclosing(chat.runs.log.follow(run.row.id)) as batches:
        await anext(batches)
    stop = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
    upstream.on(stop, lambda request: upstream.stream.finish() or {"result": "success"})
    await as_visitor(upstream, stop, chat.runs.stop(run), ended(run), chat.conversations.ended())


async def test_what_only_the_app_knows_of_it_is_rated_and_read_aloud(chat, upstream):
    listed = {"id": "c", "name": "Of before", "created_at": 1}
    upstream.on(CONVERSATIONS, page(listed))
    await chat.conversations.newest(VISITOR)
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    upstream.on(MESSAGES, page(message("up-1", 1)))
    rating = "POST /v1/messages/up-1/feedbacks"
    upstream.on(rating, {"result": "success"})
    await as_visitor(upstream, rating, chat.open(ACCOUNT, "c"), chat.rate(ACCOUNT, "c", "up-1", "like"))
    upstream.on("POST /v1/text-to-audio", httpx.Response(200, content=b"ID3", headers={"Content-Type": "audio/mpeg"}))

    async def heard():
        async with chat.speech.aloud(ACCOUNT, "up-1", "c") as body:
            assert [piece async for piece in body.aiter_bytes()]

    await as_visitor(upstream, "POST /v1/text-to-audio", heard())


async def test_a_flow_that_waited_meanwhile_is_answered_and_goes_on(chat, upstream):
    run = await paused(chat, upstream)
    await chat.conversations.ended()
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    upstream.on(FORM, {})
    goes_on(upstream, "Then.")
    before = len(upstream.requests)
    resumed, problems = await chat.answer_form(ACCOUNT, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {}
    await ended(resumed)
    asked = asked_since(upstream, before)
    assert {(FORM, VISITOR), (EVENTS, VISITOR)} <= set(asked)
    assert {user for _, user in asked} == {VISITOR}
    assert (await chat._ledger.message(chat.slug, ACCOUNT, run.message.id)).status == "done"


async def test_a_file_is_uploaded_as_whoever_asks_with_it(chat, upstream, kept):
    upstream.on("GET /v1/parameters", TAKES)
    upstream.on("POST /v1/files/upload", lambda request: httpx.Response(201, json={"id": "up-a", "name": "a.png"}))
    place, given = kept.row.conversation_id, ("a.png", "image/png", len(PNG))
    before = len(upstream.requests)
    row = await chat.files.receive(ACCOUNT, *given, pieces(PNG), "", place)
    assert asked_since(upstream, before) == [("POST /v1/files/upload", VISITOR)]
    with pytest.raises(FileGone):  # It is the visitor's there, and a new conversation the account's.
        await chat.ask(ACCOUNT, "", "What is this?", {}, [row.id])
    run = await chat.ask(ACCOUNT, place, "What is this?", {}, [row.id])
    upstream.stream.finish()
    await ended(run)
    assert upstream.asked("POST /v1/chat-messages")[-1]["files"][0]["upload_file_id"] == "up-a"


async def test_a_file_for_a_flow_s_form_is_uploaded_as_whoever_asked(chat, upstream):
    files = {"type": "file", "output_variable_name": "paper", "allowed_file_types": ["image"]}
    run = await paused(chat, upstream, {**ASKED, "form_content": "{{#$output.paper#}}", "inputs": [files]})
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    upstream.on("POST /v1/files/upload", lambda request: httpx.Response(201, json={"id": "up-a", "name": "a.png"}))
    upstream.on(FORM, {})
    upstream.resumed.finish()
    place = f"{run.message.id}/form-1/paper"
    row = await chat.files.receive(ACCOUNT, "a.png", "image/png", len(PNG), pieces(PNG), place)
    [sent] = [item for item in upstream.requests if item.url.path == "/v1/files/upload"]
    assert who(sent) == VISITOR
    resumed, problems = await chat.answer_form(
        ACCOUNT, run.message.id, "form-1", "yes", {"paper": json.dumps([row.id])}
    )
    assert problems == {}
    await ended(resumed)
    assert upstream.asked(FORM)[0]["inputs"]["paper"]["upload_file_id"] == "up-a"


async def test_a_file_whose_address_has_run_out_is_found_again(chat, upstream, kept):
    place, drawn = kept.row.conversation_id, {"id": "f-1", "type": "image", "belongs_to": "assistant"}
    old, fresh = (f"https://api.test/files/tools/a.png?timestamp={number}&sign=x" for number in (1, 2))
    [row] = await chat.files.learn(ACCOUNT, place, kept.message.id, [MessageFile(url=old, **drawn)])
    picture = httpx.Response(200, content=PNG, headers={"Content-Type": "image/png"})
    upstream.on(
        "GET /files/tools/a.png",
        lambda request: picture if request.url.params["timestamp"] == "2" else httpx.Response(403),
    )
    upstream.on(MESSAGES, page(message(IDS["message_id"], 1, message_files=[{**drawn, "url": fresh}])))
    async with chat.files.open(ACCOUNT, row.id) as opened:
        assert b"".join([piece async for piece in opened.body.aiter_bytes()]) == PNG
    assert [asked["user"] for asked in upstream.asked(MESSAGES)] == [VISITOR]


async def test_it_is_looked_through_for_the_search(chat, upstream, kept):
    upstream.on(MESSAGES, page(message("up-1", 1, "Of the lantern.")))
    before = len(upstream.requests)
    walk = chat.search.look_through(ACCOUNT)
    await walk.task
    assert asked_since(upstream, before) == [(CONVERSATIONS, ACCOUNT), (MESSAGES, VISITOR)]
    assert await chat.search.find(ACCOUNT, "lantern")


async def test_it_is_deleted_at_the_app_also_where_the_deletion_began_before(chat, upstream, kept, monkeypatch):
    monkeypatch.setattr(leaving, "UNDO", 0.0)
    delete = f"DELETE /v1/conversations/{UP}"
    upstream.on(delete, {"result": "success"})
    row = await chat.conversations.own(ACCOUNT, kept.row.conversation_id)
    await chat.conversations.leaving.delete(ACCOUNT, row.id)
    await upstream.waits_for(delete)
    assert upstream.asked(delete) == [{"user": VISITOR}]

    second = await answered(chat, upstream)
    monkeypatch.setattr(leaving, "UNDO", 0.05)
    await chat.conversations.leaving.delete(VISITOR, second.row.conversation_id)
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    await upstream.waits_for(delete, 2)
    await asyncio.gather(*chat.conversations.leaving._tasks)
    assert upstream.asked(delete)[1] == {"user": VISITOR}
    assert await chat._ledger.own.conversations(chat.slug, ACCOUNT) == []


async def test_all_of_it_is_erased_at_the_app_and_what_only_its_list_knew(chat, upstream, kept):
    lists = {VISITOR: [{"id": "c-2", "name": "Of before", "created_at": 1}], ACCOUNT: []}
    upstream.on(CONVERSATIONS, lambda request: page(*lists[who(request)]))
    deletes = [f"DELETE /v1/conversations/{id}" for id in (UP, "c-2")]
    for delete in deletes:
        upstream.on(delete, {"result": "success"})
    assert [so_far async for so_far in chat.erasing.everything(ACCOUNT)][-1].whole
    assert [upstream.asked(delete) for delete in deletes] == [[{"user": VISITOR}]] * 2
    assert await chat._ledger.keeping.found(ACCOUNT) == await chat._ledger.keeping.found("nobody")


async def test_an_answer_that_was_being_written_is_not_lost_and_its_title_is_the_account_s(chat, upstream):
    run = await chat.ask(VISITOR, "", "Why?", {})
    upstream.stream.say("Because ")
    async with aclosing(chat.runs.log.follow(run.row.id)) as batches:
        await anext(batches)
    await chat._ledger.keeping.keep(VISITOR, ACCOUNT)
    upstream.on(CONVERSATIONS, page({"id": UP, "name": "A title", "created_at": 1}))
    upstream.stream.say("of the lamp.")
    upstream.stream.finish()
    await ended(run)
    await chat.conversations.ended()
    [row] = await chat.conversations.latest(ACCOUNT, 9)
    assert (row.name, row.running) == ("A title", False)
    [turn] = (await chat.open(ACCOUNT, row.id)).turns
    assert (turn.answer, turn.status) == ("Because of the lamp.", "done")
    assert await chat.conversations.latest(VISITOR, 9) == []
    assert await chat.conversations.latest(OTHER, 9) == []
