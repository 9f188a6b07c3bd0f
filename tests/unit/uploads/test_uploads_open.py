"""A file's bytes: by preview, by the signed address, and by a fresh one where that has run out."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.dify import errors
from app.dify.models import Conversation, MessageFile
from app.ledger import File, Ledger
from app.uploads import FileGone, Opened, Uploads
from tests.fixtures.recordings import load
from tests.unit.runs.doubles import Upstream, refused
from tests.unit.uploads.conftest import PNG

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"
MESSAGES = "GET /v1/messages"
UPLOAD = "8c8f6ade-3bcc-4700-a0a2-1dbaf7170a11"
PREVIEW = f"GET /v1/files/{UPLOAD}/preview"
ADDRESS = "/files/tools/drawn.png"
EXPIRED = refused("forbidden", "Invalid request.", 403)


def picture(**headers: str) -> httpx.Response:
    return httpx.Response(200, content=PNG, headers={"Content-Type": "image/png", **headers})


def signed(number: int, path: str = ADDRESS) -> str:
    return f"https://api.test{path}?timestamp={number}&sign=x"


def only(number: int) -> Any:
    """Gives the picture at the address that was signed at ``number``, and refuses all others."""
    return lambda request: picture() if request.url.params["timestamp"] == str(number) else EXPIRED


def drawn(number: int, id: str = "f-1", path: str = ADDRESS) -> dict[str, Any]:
    return {"id": id, "type": "image", "url": signed(number, path), "belongs_to": "assistant"}


def page(*messages: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"data": list(messages), "has_more": more, "limit": 100}


def message(id: str, *files: dict[str, Any], at: int = 1) -> dict[str, Any]:
    return {"id": id, "message_files": list(files), "created_at": at}


async def read(files: Uploads, row: File | str, user: str = ME, part: str = "") -> tuple[Opened, bytes]:
    id = row if isinstance(row, str) else row.id
    async with files.open(user, id, part) as opened:
        return opened, b"".join([piece async for piece in opened.body.aiter_bytes()])


async def asked(ledger: Ledger, message_id: str = "up-m", conversation_id: str = "up-c", user: str = ME) -> Any:
    """A question whose answer the upstream has named."""
    conversation, turn, run = await ledger.begin(APP, user, "Why?", None, {})
    await ledger.named(run, task_id="t", message_id=message_id, conversation_id=conversation_id)
    return conversation, turn


async def answered(files: Uploads, ledger: Ledger, number: int = 1, **values: Any) -> File:
    conversation, turn = await asked(ledger)
    [row] = await files.learn(ME, conversation.id, turn.id, [MessageFile(**drawn(number, **values))])
    return row


async def uploaded(ledger: Ledger, **values: Any) -> File:
    given = {"kind": "image", "source": "upload", "name": "a.png", "upstream_id": UPLOAD, **values}
    return await ledger.files.add(APP, ME, **given)


def addresses(upstream: Upstream) -> list[str]:
    return [str(request.url) for request in upstream.requests if request.url.path == ADDRESS]


async def test_an_upload_is_shown_by_its_preview(files, upstream, ledger):
    row = await uploaded(ledger)
    upstream.on(PREVIEW, picture())
    opened, content = await read(files, row, part="bytes=0-9")
    assert (opened.row.id, opened.body.media_type, content) == (row.id, "image/png", PNG)
    assert upstream.requests[-1].headers["range"] == "bytes=0-9"


NO_PREVIEW = [
    httpx.Response(404, html="<title>404 Not Found</title>"),
    httpx.Response(405, html="<title>405</title>"),
    refused("method_not_allowed", "", 405),
    refused("not_found", "", 404),
    refused("file_access_denied", "", 403),
]


@pytest.mark.parametrize("answer", NO_PREVIEW, ids=lambda answer: str(answer.status_code))
async def test_a_server_without_previews_shows_an_upload_at_the_address_of_its_message(files, upstream, ledger, answer):
    row = await uploaded(ledger)
    conversation, turn = await asked(ledger)
    await ledger.files.attach(APP, ME, [row.id], message_id=turn.id, conversation_id=conversation.id)
    path = f"/files/{UPLOAD}/file-preview"
    theirs = {"id": "message-file", "type": "image", "url": signed(1, path), "belongs_to": "user"}
    upstream.on(PREVIEW, answer)
    upstream.on(MESSAGES, page(message("up-m", theirs)))
    upstream.on(f"GET {path}", picture())
    assert (await read(files, row))[1] == PNG
    assert (await read(files, row))[1] == PNG
    assert len(upstream.asked(MESSAGES)) == 1


@pytest.mark.parametrize("attached", [False, True])
async def test_a_server_that_shows_an_upload_nowhere_has_none(files, upstream, ledger, attached):
    """A server of 2024 has no previews, and lists no uploads with its messages."""
    row = await uploaded(ledger)
    if attached:
        conversation, turn = await asked(ledger)
        await ledger.files.attach(APP, ME, [row.id], message_id=turn.id, conversation_id=conversation.id)
    upstream.on(MESSAGES, page({"id": "up-m", "message_files": None}))
    with pytest.raises(FileGone):
        await read(files, row)


async def test_a_file_of_an_answer_is_shown_at_its_address(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", picture())
    assert (await read(files, row))[1] == PNG
    assert addresses(upstream) == [signed(1)]
    assert "authorization" not in upstream.requests[-1].headers


REFUSALS = [
    EXPIRED,
    httpx.Response(404, html="<h1>Not Found</h1>"),
    httpx.Response(410, html="<h1>Gone</h1>"),
    refused("not_found", "", 404),
    refused("invalid_param", "Missing required parameter in the query string", 400),
    httpx.Response(302, headers={"Location": "https://elsewhere.example/login"}),
    httpx.Response(200, html="<h1>Please sign in</h1>"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda answer: str(answer.status_code))
async def test_an_address_that_has_run_out_is_renewed_once_and_the_new_one_kept(files, upstream, ledger, refusal):
    row = await answered(files, ledger, 1)
    fresh = only(2)
    upstream.on(f"GET {ADDRESS}", lambda request: refusal if "timestamp=1" in str(request.url) else fresh(request))
    upstream.on(MESSAGES, page(message("up-m", drawn(2))))
    assert (await read(files, row))[1] == PNG
    assert (await read(files, row))[1] == PNG
    assert addresses(upstream) == [signed(1), signed(2), signed(2)]
    [question] = upstream.asked(MESSAGES)
    assert (question["conversation_id"], question["user"]) == ("up-c", ME)


async def test_recorded_traffic_is_renewed(files, upstream, ledger):
    """An agent's picture: its address in the stream ran out, and its message names another."""
    expired, picture_ = load("0.15.3", "410-expired-tool-file-url"), load("0.15.3", "269-tool-file")
    stored = json.loads(
        load("0.15.3", "127-messages-agent").body.replace(b"http://127.0.0.1:5001", b"https://api.test")
    )
    [conversation] = await ledger.learn(APP, ME, [Conversation(id="c")])
    [row] = await files.learn(
        ME, "c", "0bccb72e-2fb8-4071-b5b3-5fed5f2eca1a",
        [MessageFile(id="81a60611-84fd-4b94-bf92-a8ba7a0fbde6", url=expired.path, belongs_to="assistant")],
    )  # fmt: skip
    upstream.on(
        f"GET {expired.path.partition('?')[0]}",
        httpx.Response(expired.status, content=expired.body, headers={"Content-Type": "application/json"}),
        httpx.Response(200, content=picture_.body, headers={"Content-Type": "image/png"}),
    )
    upstream.on(MESSAGES, stored)
    opened, content = await read(files, row)
    assert content == picture_.body
    assert conversation.id == opened.row.conversation_id == "c"


async def test_a_fresh_address_that_is_refused_as_well_is_an_error(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", EXPIRED)
    upstream.on(MESSAGES, page(message("up-m", drawn(2))))
    with pytest.raises(errors.Forbidden):
        await read(files, row)
    assert len(addresses(upstream)) == 2


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx.ConnectError("no connection"), errors.Unreachable),
        (httpx.ReadTimeout("silent"), errors.TimedOut),
        (refused("internal_server_error", "", 500), errors.ServerFailed),
        (refused("too_many_requests", "", 429), errors.Busy),
    ],
)
async def test_what_no_other_address_would_mend_is_an_error_at_once(files, upstream, ledger, failure, error):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", failure)
    with pytest.raises(error):
        await read(files, row)
    assert upstream.asked(MESSAGES) == []


async def test_a_part_beyond_the_end_asks_for_no_other_address(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", httpx.Response(416, html="<h1>416</h1>"))
    upstream.on(MESSAGES, page(message("up-m", drawn(2))))
    with pytest.raises(errors.NotTheApi):
        await read(files, row, part="bytes=999-")
    assert upstream.asked(MESSAGES) == []


async def test_many_files_of_a_thread_are_renewed_by_one_reading(files, upstream, ledger):
    conversation, turn = await asked(ledger)
    paths = [f"/files/tools/{number}.png" for number in range(8)]
    first = [drawn(1, f"f-{number}", path) for number, path in enumerate(paths)]
    rows = await files.learn(ME, conversation.id, turn.id, [MessageFile(**file) for file in first])
    for path in paths:
        upstream.on(f"GET {path}", only(2))
    later = [drawn(2, f"f-{number}", path) for number, path in enumerate(paths)]
    upstream.on(MESSAGES, page(message("up-m", *later)))
    assert {content for _, content in await asyncio.gather(*(read(files, row) for row in rows))} == {PNG}
    assert len(upstream.asked(MESSAGES)) == 1


async def test_an_older_message_is_looked_for_page_by_page(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", only(2))
    upstream.on(
        MESSAGES,
        page(message("m-3", at=30), message("m-2", at=20), more=True),
        page(message("m-2", at=20), message("up-m", drawn(2), at=10), more=True),
    )
    assert (await read(files, row))[1] == PNG
    assert [question.get("first_id", "") for question in upstream.asked(MESSAGES)] == ["", "m-3"]


async def test_the_search_for_a_message_has_an_end(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", EXPIRED)
    numbers = iter(range(10**6, 0, -1))
    upstream.on(
        MESSAGES, lambda request: page(*(message(f"m-{next(numbers)}", at=next(numbers)) for _ in "ab"), more=True)
    )
    with pytest.raises(FileGone):
        await read(files, row)
    assert len(upstream.asked(MESSAGES)) == 10


async def test_a_server_that_gives_the_same_page_again_ends_the_search(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", EXPIRED)
    upstream.on(MESSAGES, page(message("m-1"), more=True))
    with pytest.raises(FileGone):
        await read(files, row)
    assert len(upstream.asked(MESSAGES)) == 4  # the page, and each way to ask for what lies beyond it


async def test_files_that_were_read_on_the_way_belong_to_their_turns(files, upstream, ledger):
    row = await answered(files, ledger)
    upstream.on(f"GET {ADDRESS}", only(2))
    beside = drawn(2, "f-2", "/files/tools/beside.png")
    upstream.on(MESSAGES, page(message("up-m", drawn(2), beside), message("unseen", drawn(2, "f-3", "/files/3.png"))))
    await read(files, row)
    found = await ledger.files.of_messages(APP, ME, [row.message_id, "up-m", "unseen"])
    assert {name: [file.upstream_id for file in rows] for name, rows in found.items()} == {
        row.message_id: ["f-1", "f-2"],
        "unseen": ["f-3"],
    }


async def test_nobody_opens_what_is_another_s(files, upstream, ledger):
    upstream.on(f"GET {ADDRESS}", picture())
    mine = await answered(files, ledger)
    with pytest.raises(FileGone):
        await read(files, mine, user=OTHER)
    with pytest.raises(FileGone):
        await read(files, "unknown")
    theirs = await ledger.files.add(
        "app-2", ME, kind="image", source="answer", name="", upstream_id="f-9", url=signed(1)
    )
    with pytest.raises(FileGone):
        await read(files, theirs)
    assert addresses(upstream) == []


async def test_an_address_that_a_person_gave_is_never_fetched(files, upstream, ledger):
    upstream.on("GET /v1/parameters", {"file_upload": {"image": {"enabled": True, "transfer_methods": ["remote_url"]}}})
    upstream.on(f"GET {ADDRESS}", picture())
    row = await files.link(ME, signed(1))
    with pytest.raises(FileGone):
        await read(files, row)
    assert addresses(upstream) == []


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://localhost/x", "https://elsewhere.example/x"])
async def test_an_address_elsewhere_is_refused_without_a_request(files, upstream, ledger, url):
    conversation, turn = await asked(ledger)
    [row] = await files.learn(ME, conversation.id, turn.id, [MessageFile(id="f-1", url=url, belongs_to="assistant")])
    before = len(upstream.requests)
    with pytest.raises(errors.ForeignAddress):
        await read(files, row)
    assert len(upstream.requests) == before
