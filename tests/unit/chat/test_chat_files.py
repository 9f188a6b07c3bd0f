"""Questions with files: whose they are, what the upstream is sent, and what Retry takes along."""

import asyncio

import httpx
import pytest

from app.chat import Chat
from app.runs.draft import files_of
from app.uploads import FileGone, Refused
from app.views import Attachment, Limits, Notice
from tests.unit.runs.doubles import IDS, Upstream, refused

ME, OTHER = "visitor-1", "visitor-2"
ASK, PARAMETERS = "POST /v1/chat-messages", "GET /v1/parameters"
MESSAGES, CONVERSATIONS = "GET /v1/messages", "GET /v1/conversations"
PREVIEW = "GET /v1/files/up-1/preview"
LOCAL = {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-1"}
REMOTE = {"type": "image", "transfer_method": "remote_url", "url": "https://host.example/a.png"}
TAKES = {
    "file_upload": {"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file", "remote_url"]}}
}


@pytest.fixture(autouse=True)
def takes_images(upstream: Upstream) -> None:
    upstream.on(PARAMETERS, TAKES)


async def given(chat: Chat, user: str = ME) -> list[str]:
    """An upload and an address of this user's."""
    upload = await chat._ledger.files.add(
        chat.slug, user, kind="image", source="upload", name="a.png", upstream_id="up-1"
    )
    return [upload.id, (await chat.files.link(user, REMOTE["url"])).id]


async def ended(run) -> None:
    async with asyncio.timeout(10):
        await run.closed.wait()


def shown(ids: list[str]) -> list[Attachment]:
    """The upload and the address of :func:`given`, as the page shows them."""
    return [Attachment(ids[0], "image", "a.png"), Attachment(ids[1], "image", "a.png", link=True)]


def theirs(id: str, path: str, belongs_to: str = "assistant", at: int = 1) -> dict[str, str]:
    url = f"https://api.test/files/{path}?timestamp={at}&sign=secret"
    return {"id": id, "type": "image", "url": url, "belongs_to": belongs_to}


def page(*messages: dict[str, object]) -> dict[str, object]:
    return {"data": list(messages), "has_more": False, "limit": 20}


async def test_a_question_takes_its_files_along(chat, upstream, ledger):
    ids = await given(chat)
    upstream.stream.finish()
    run = await chat.ask(ME, "", "What is this?", {}, ids)
    await ended(run)
    [sent] = upstream.asked(ASK)
    assert sent["files"] == [LOCAL, REMOTE]
    found = await ledger.files.of_messages(chat.slug, ME, [run.message.id])
    assert [(row.id, row.conversation_id) for row in found[run.message.id]] == [
        (id, run.row.conversation_id) for id in ids
    ]


async def test_a_file_is_asked_for_until_the_app_has_its_question(chat, upstream):
    def preview(request: httpx.Request) -> httpx.Response:
        early = len(upstream.asked(PREVIEW)) < 3
        return refused("file_not_found", "", 404) if early else httpx.Response(200, content=b"the picture")

    upstream.on(PREVIEW, preview)
    [id, _] = await given(chat)
    run = await chat.ask(ME, "", "What is this?", {}, [id])
    async with chat.files.open(ME, id) as opened:
        assert [piece async for piece in opened.body.aiter_bytes()] == [b"the picture"]
    upstream.stream.finish()
    await ended(run)


async def test_a_file_that_the_app_does_not_show_is_asked_for_no_longer_once_it_has_its_question(chat, upstream):
    def preview(request: httpx.Request) -> httpx.Response:
        upstream.stream.say("A lamp.")
        return refused("file_not_found", "", 404)

    upstream.on(PREVIEW, preview)
    upstream.on(MESSAGES, page())
    [id, _] = await given(chat)
    run = await chat.ask(ME, "", "What is this?", {}, [id])
    with pytest.raises(FileGone):
        async with asyncio.timeout(10), chat.files.open(ME, id):
            pass
    upstream.stream.finish()
    await ended(run)
    with pytest.raises(FileGone):
        async with chat.files.open(ME, id):
            pass


async def test_a_question_without_files_sends_none_and_asks_for_no_limits(chat, upstream):
    upstream.stream.finish()
    await ended(await chat.ask(ME, "", "Why?", {}))
    assert upstream.asked(ASK)[0]["files"] == []
    assert "/v1/info" not in [request.url.path for request in upstream.requests]


async def test_another_s_file_asks_nothing(chat, upstream, ledger):
    ids = await given(chat, OTHER)
    with pytest.raises(FileGone):
        await chat.ask(ME, "", "What is this?", {}, ids[:1])
    assert upstream.asked(ASK) == []
    assert await ledger.conversations(chat.slug, ME) == []


async def test_a_file_goes_with_one_question_alone(chat, upstream):
    ids = await given(chat)
    upstream.stream.finish()
    await ended(await chat.ask(ME, "", "What is this?", {}, ids))
    with pytest.raises(FileGone):
        await chat.ask(ME, "", "And this?", {}, ids)


async def test_too_many_files_ask_nothing(chat, upstream):
    with pytest.raises(Refused) as caught:
        await chat.ask(ME, "", "What is this?", {}, [*await given(chat), "one-more"])
    assert caught.value.notice.key == "files_too_many"
    assert upstream.asked(ASK) == []


async def test_retry_takes_the_files_along(chat, upstream, ledger):
    ids = await given(chat)
    upstream.refusal = refused("too_many_requests", "", 429)
    run = await chat.ask(ME, "", "What is this?", {}, ids)
    await ended(run)
    again = await chat.ask_again(ME, run.message.id)
    await ended(again)
    assert [sent["files"] for sent in upstream.asked(ASK)] == [[LOCAL, REMOTE]] * 2
    [turn] = (await chat.open(ME, again.row.conversation_id)).turns
    assert (turn.id, [file.id for file in turn.sent]) == (again.message.id, ids)
    assert [file.id for file in again.sent] == ids


async def test_a_run_knows_the_files_of_its_question_in_their_order(chat, upstream):
    ids = await given(chat)
    upstream.refusal = refused("too_many_requests", "", 429)
    run = await chat.ask(ME, "", "What is this?", {}, [ids[1], ids[0]])
    assert run.sent == tuple(reversed(shown(ids)))
    await ended(run)
    again = await chat.ask_again(ME, run.message.id)
    assert set(again.sent) == set(shown(ids))
    await ended(again)
    plain = await chat.ask(ME, "", "Why?", {})
    assert plain.sent == ()
    await ended(plain)


async def test_a_turn_is_read_with_what_was_sent_and_what_came(chat, upstream):
    ids = await given(chat)
    upstream.stream.send("message_file", **theirs("live", "tools/drawn.png"))
    upstream.stream.say("Look.")
    upstream.stream.finish()
    run = await chat.ask(ME, "", "What is this?", {}, ids)
    await ended(run)
    upstream.on(
        MESSAGES,
        page({
            "id": IDS["message_id"], "query": "What is this?", "answer": "Look.", "created_at": 1,
            "message_files": [
                {**theirs("mf-2", "", "user"), "url": REMOTE["url"], "transfer_method": "remote_url"},
                theirs("stored", "tools/drawn.png", at=2),
            ],
        }),
    )  # fmt: skip
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    assert (turn.sent, turn.files) == (shown(ids), files_of(run.draft))
    assert [file.name for file in turn.files] == ["drawn.png"]
    upstream.on(MESSAGES, httpx.ConnectError("no connection"))
    [away] = (await chat.open(ME, run.row.conversation_id)).turns
    assert (away.sent, away.files) == (turn.sent, turn.files)


async def test_turns_that_the_upstream_alone_knows_have_files_with_ids_of_ours(chat, upstream, ledger):
    upstream.on(CONVERSATIONS, {"data": [{"id": "c", "name": "C", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    upstream.on(
        MESSAGES,
        page(
            {"id": "m-1", "query": "1?", "answer": "1.", "created_at": 1, "message_files": None},
            {"id": "m-2", "query": "2?", "answer": "", "created_at": 2,
             "message_files": [theirs("theirs-1", "given.png", "user"), theirs("theirs-2", "tools/a.png"),
                               theirs("theirs-3", "tools/b.png")]},
        ),
    )  # fmt: skip
    first, second = (await chat.open(ME, "c")).turns
    assert (first.sent, first.files) == ([], [])
    assert [file.name for file in second.sent] == ["given.png"]
    assert [file.name for file in second.files] == ["a.png", "b.png"]
    assert "secret" not in repr(second) and "theirs-2" not in repr(second)
    rows = await ledger.files.own(chat.slug, ME, [file.id for file in (*second.sent, *second.files)])
    assert {row.upstream_id for row in rows.values()} == {"theirs-1", "theirs-2", "theirs-3"}
    assert (await chat.open(ME, "c")).turns == [first, second]
    assert await ledger.files.own(chat.slug, OTHER, list(rows)) == {}


async def test_of_more_files_than_there_is_room_for_the_answer_says_so(chat, upstream):
    upstream.on(CONVERSATIONS, {"data": [{"id": "c", "name": "C", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    files = [theirs("given", "given.png", "user"), *(theirs(f"f-{number}", f"{number}.png") for number in range(150))]
    upstream.on(
        MESSAGES, page({"id": "m-1", "query": "1?", "answer": "", "created_at": 1, "message_files": files[::-1]})
    )
    [turn] = (await chat.open(ME, "c")).turns
    assert (len(turn.sent), len(turn.files)) == (1, 100)
    assert turn.notes == [Notice("note_more_files", {"limit": "100"})]


async def test_the_limits_are_as_old_as_the_face(chat, upstream):
    limits = await chat.limits(ME)
    assert (limits.kinds, limits.max_count) == (["image"], 2)
    await chat.face(ME)
    assert len(upstream.asked(PARAMETERS)) == 2  # the user's own first request, and the face's


async def test_limits_that_were_known_stay_while_the_app_cannot_be_asked(chat, upstream, monkeypatch):
    known = await chat.limits(ME)
    monkeypatch.setattr("app.chat.faces.TTL", 0.0)
    upstream.on(PARAMETERS, httpx.ConnectError("no connection"))
    assert await chat.limits(ME) == known != Limits()
