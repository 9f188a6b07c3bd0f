"""What a person gives: taken or refused, sent on, and written down as theirs."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from app.ledger import File
from app.uploads import FileGone, Refused, Uploads, file_inputs
from app.views import Field, Notice
from tests.unit.runs.doubles import refused
from tests.unit.uploads.conftest import PNG, pieces

ME, OTHER = "visitor-1", "visitor-2"
UPLOAD, PARAMETERS = "POST /v1/files/upload", "GET /v1/parameters"
MB = 2**20


async def receive(files: Uploads, name: str = "a.png", *content: bytes, user: str = ME, **given) -> File:
    content = content or (PNG,)
    size = given.get("size", sum(map(len, content)))
    return await files.receive(user, name, given.get("media_type", ""), size, pieces(*content))


async def problem(awaitable) -> Notice:
    with pytest.raises(Refused) as caught:
        await awaitable
    return caught.value.notice


def sent(upstream) -> httpx.Request:
    return next(request for request in upstream.requests if request.url.path == "/v1/files/upload")


async def test_a_file_is_sent_on_and_written_down(files, upstream, ledger):
    row = await receive(files, "图 1.png", PNG[:3], PNG[3:])
    assert (row.kind, row.source, row.name, row.upstream_id) == ("image", "upload", "图 1.png", "up-图 1.png")
    assert (row.mime_type, row.size, row.message_id) == ("image/png", len(PNG), None)
    assert list(await ledger.files.own("app-1", ME, [row.id])) == [row.id]
    body = sent(upstream).content
    assert b'name="user"\r\n\r\nvisitor-1\r\n' in body
    assert 'filename="图 1.png"\r\nContent-Type: image/png\r\n\r\n'.encode() + PNG in body
    assert sent(upstream).headers["content-length"] == str(len(body))


async def test_a_file_of_unknown_length_is_sent_on_as_it_comes(files, upstream):
    row = await receive(files, size=None)
    assert row.size == len(PNG)
    assert sent(upstream).headers["transfer-encoding"] == "chunked"


async def test_the_extension_says_what_a_file_is_and_not_the_browser(files, upstream):
    await receive(files, "notes.md", b"# Notes", media_type="application/octet-stream")
    assert b"Content-Type: text/markdown" in sent(upstream).content


REFUSED = [
    ("a.exe", (b"MZ",), None, "file_type_refused"),
    ("a.svg", (b"<svg/>",), None, "file_type_refused"),
    ("a.png", (b"",), 0, "file_empty"),
    ("a.png", (b"", b""), None, "file_empty"),
    ("a.png", (b"<html>", b"<script>alert(1)</script>"), None, "file_type_refused"),
    ("a.gif", (PNG,), None, "file_type_refused"),
    ("a.png", (PNG,), MB + 1, "file_too_large"),
    ("a.png", (PNG + b"\0" * MB,), None, "file_too_large"),
]


@pytest.mark.parametrize(("name", "content", "size", "key"), REFUSED)
async def test_what_the_app_does_not_take_is_refused_before_it_is_sent(files, ledger, name, content, size, key):
    assert (await problem(receive(files, name, *content, size=size))).key == key


@pytest.mark.parametrize("declared", [None, 100, MB])
async def test_a_file_that_grows_beyond_its_limit_breaks_off_whatever_length_was_declared(files, upstream, declared):
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        yield PNG
        while True:
            given += 1
            yield b"\0" * 64 * 1024

    notice = await problem(files.receive(ME, "a.png", "image/png", declared, endless()))
    assert notice == Notice("file_too_large", {"name": "a.png", "size": "1.1 MB", "limit": "1 MB"})
    assert given <= MB // (64 * 1024)


async def test_what_a_browser_breaks_off_is_not_kept(files, ledger):
    async def broken() -> AsyncIterator[bytes]:
        yield PNG
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.receive(ME, "a.png", "image/png", 1000, broken())
    async with ledger._session() as session:
        assert (await session.scalars(select(File))).all() == []


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (httpx.ConnectError("no connection"), "error_unreachable"),
        (httpx.Response(413, html="<html>nginx</html>"), "error_too_large"),
        (refused("file_too_large", "File size exceeded. {message}", 413), "error_too_large"),
        (refused("unsupported_file_type", "File type not allowed.", 415), "file_type_refused"),
        (refused("too_many_requests", "", 429), "error_busy"),
        (refused("s3_connection_failed", "", 503), "error_server"),
    ],
)
async def test_what_the_upstream_says_is_told(files, upstream, answer, key):
    upstream.on(UPLOAD, answer)
    assert (await problem(receive(files))).key == key


async def test_an_app_that_takes_no_files_says_so(files, upstream):
    upstream.on(PARAMETERS, {})
    assert await problem(receive(files)) == Notice("uploads_off")
    assert await problem(files.link(ME, "https://host.example/a.png")) == Notice("uploads_off")


async def test_limits_that_cannot_be_had_are_told(files, upstream):
    upstream.on(PARAMETERS, httpx.ConnectError("no connection"))
    assert await problem(receive(files)) == Notice("error_unreachable", {}, "again")


async def test_a_new_user_s_first_request_is_no_upload(files, upstream):
    """Two first requests at once make two end users upstream."""
    await asyncio.gather(*(receive(files, f"{number}.png") for number in range(3)))
    assert upstream.requests[0].url.path == "/v1/parameters"
    before = len(upstream.requests)
    await receive(files, user=OTHER)
    assert [request.url.path for request in upstream.requests[before:]] == ["/v1/parameters", "/v1/files/upload"]


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://host.example/a%20b.png?x=1#y", "image", "a b.png"),
        ("http://host.example:8080/papers/a.pdf", "document", "a.pdf"),
        ("https://host.example/render.php?id=1", "image", "render.php"),
        ("https://host.example", "image", "host.example"),
        ("https://bücher.example/图.webp", "image", "图.webp"),
        ("https://[2606:2800::1]/a.png", "image", "a.png"),
    ],
)
async def test_an_address_is_taken_and_never_asked(files, upstream, url, kind, name):
    row = await files.link(ME, url)
    assert (row.kind, row.source, row.name, row.url, row.upstream_id) == (kind, "remote_url", name, url, None)
    assert {request.url.host for request in upstream.requests} == {"api.test"}


@pytest.mark.parametrize(
    "url",
    ["", "host.example/a.png", "ftp://host.example/a.png", "file:///etc/passwd", "javascript:alert(1)",
     "data:image/png;base64,AAAA", "https:///a.png", "https://[bad/a.png", "https://host:port/a", "https://host:0/a",
     "https://user:password@host.example/a.png", "https://user@host.example/a.png", "https://host.example/a b.png",
     "https://host.example/\r\nX: y", "https://host.example\\@evil.example/", "https://host.example/\u202ea",
     "https://host.example/" + "a" * 2000],
)  # fmt: skip
async def test_what_is_no_plain_address_is_refused(files, url):
    assert await problem(files.link(ME, url)) == Notice("url_wrong")


async def test_an_address_of_a_type_that_is_not_taken_is_refused(files, upstream):
    upstream.on(PARAMETERS, {"file_upload": {"image": {"enabled": True, "transfer_methods": ["remote_url"]}}})
    assert (await problem(files.link(ME, "https://host.example/a.pdf"))).key == "file_type_refused"
    assert (await problem(receive(files))).key == "files_by_address"


async def test_an_app_that_takes_no_addresses_says_so(files, upstream):
    upstream.on(PARAMETERS, {"file_upload": {"image": {"enabled": True, "transfer_methods": ["local_file"]}}})
    assert await problem(files.link(ME, "https://host.example/a.png")) == Notice("url_not_allowed")


async def test_files_for_a_question_are_this_user_s_and_not_too_many(files, ledger):
    limits = await files.limits(ME)
    rows = [
        await receive(files, "a.png"),
        await files.link(ME, "https://host.example/a.pdf"),
        await receive(files, "b.png"),
    ]
    ids = [row.id for row in rows]
    chosen = await files.for_question(ME, ids[1::-1], limits)
    assert [row.id for row in chosen] == ids[1::-1]
    assert [item.model_dump(exclude_none=True) for item in file_inputs(chosen)] == [
        {"type": "document", "transfer_method": "remote_url", "url": "https://host.example/a.pdf"},
        {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-a.png"},
    ]
    assert await problem(files.for_question(ME, ids, limits)) == Notice("files_too_many", {"limit": "2"})
    for user, wanted in ((OTHER, ids[:1]), (ME, ["unknown"]), (ME, [ids[0], "unknown"])):
        with pytest.raises(FileGone):
            await files.for_question(user, wanted, limits)


async def test_a_form_is_filled_in_with_files_as_the_api_wants_them(files):
    rows = [await receive(files, "a.png"), await files.link(ME, "https://host.example/a.pdf")]
    ids, limits = [row.id for row in rows], await files.limits(ME)
    fields = [Field("one", kind="file", limits=limits), Field("all", kind="files", limits=limits), Field("none")]
    filled = await files.for_form(ME, fields, {"one": ids[:1], "all": ids, "none": "text"})
    picture = {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-a.png"}
    page = {"type": "document", "transfer_method": "remote_url", "url": "https://host.example/a.pdf"}
    assert filled == {"one": picture, "all": [picture, page], "none": "text"}
    with pytest.raises(FileGone):
        await files.for_form(OTHER, fields, {"one": ids[:1]})


async def test_a_file_that_was_sent_is_not_sent_again(files, ledger):
    row = await receive(files)
    await ledger.files.attach("app-1", ME, [row.id], message_id="m-1", conversation_id="c-1")
    with pytest.raises(FileGone):
        await files.for_question(ME, [row.id], await files.limits(ME))
    with pytest.raises(FileGone):
        await files.discard(ME, row.id)
    assert [sent.id for sent in await files.of_question(ME, "m-1")] == [row.id]


async def test_only_who_gave_a_file_takes_it_back(files):
    row = await receive(files)
    with pytest.raises(FileGone):
        await files.discard(OTHER, row.id)
    await files.discard(ME, row.id)
    with pytest.raises(FileGone):
        await files.discard(ME, row.id)
