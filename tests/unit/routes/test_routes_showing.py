"""Files that a browser is given: what is shown, what only saved, whole and in parts."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.i18n.en import EN
from app.i18n.ja import JA
from tests.unit.dify.doubles import KEY
from tests.unit.routes.site import PNG, POLICY, App, answered

SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp", "audio/mpeg", "audio/wav", "video/mp4", "video/webm"]
SAVED = [
    "image/svg+xml", "text/html", "text/html; charset=utf-8", "application/xhtml+xml", "text/xml", "application/pdf",
    "text/plain", "application/javascript", "application/zip", "multipart/x-mixed-replace", "x", "",
]  # fmt: skip


@pytest.mark.parametrize("media_type", SHOWN + SAVED)
async def test_each_type_is_shown_or_only_saved(me, app, chat, media_type):
    row = await answered(chat, me.user, type="custom", filename='图 1;a".bin')
    app.show = lambda request: Response(PNG, headers={"Content-Type": media_type})
    plain, saved = await me.get(row.id), await me.get(row.id, "?download=1")
    assert (plain.status_code, plain.content) == (200, PNG)
    inline = media_type in SHOWN
    assert plain.headers["content-type"] == (media_type if inline else "application/octet-stream")
    name = "filename*=UTF-8''%E5%9B%BE%201%3Ba%22.bin"
    assert plain.headers["content-disposition"] == f"{'inline' if inline else 'attachment'}; {name}"
    assert saved.headers["content-disposition"] == f"attachment; {name}"
    for response in (plain, saved):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert response.headers["cache-control"] == "private, max-age=3600, immutable"
        assert response.headers["content-length"] == str(len(PNG))
    assert KEY not in str(app.headers)


async def test_no_header_of_the_upstream_s_own_gets_through(me, app, chat):
    row = await answered(chat, me.user)
    theirs = {"Set-Cookie": "a=1", "X-Secret": KEY, "Access-Control-Allow-Origin": "*", "Location": "https://elsewhere"}
    app.show = lambda request: Response(PNG, media_type="image/png", headers=theirs)
    assert not {name.lower() for name in theirs} & set((await me.get(row.id)).headers)


async def test_a_head_is_told_without_the_bytes(me, chat):
    row = await answered(chat, me.user)
    response = await me.http.head(f"/files/{row.id}", headers=me.headers)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(PNG))
    assert response.headers["content-type"] == "image/png"


def parts(request: Request) -> Response:
    if request.headers.get("range") != "bytes=8-11":
        return Response(PNG, media_type="image/png", headers={"Accept-Ranges": "bytes"})
    headers = {"Content-Range": f"bytes 8-11/{len(PNG)}", "Content-Type": "image/png"}
    return Response(PNG[8:12], 206, headers)


async def test_a_part_is_passed_through_where_the_upstream_has_parts(me, app, chat):
    row = await answered(chat, me.user)
    app.show = parts
    part, whole = await me.get(row.id, Range="bytes=8-11"), await me.get(row.id)
    assert (part.status_code, part.content) == (206, PNG[8:12])
    assert part.headers["content-range"] == f"bytes 8-11/{len(PNG)}"
    assert whole.status_code == 200 and whole.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=1-2,4-5", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=1-2 "])
async def test_no_other_range_is_passed_on(me, app, chat, asked):
    row = await answered(chat, me.user)
    assert (await me.get(row.id, Range=asked.replace(" ", "\t;"))).status_code == 200
    assert (await me.get(row.id, **{"Range": "bytes=1-2", "If-Range": "x"})).status_code == 200
    assert all("range" not in headers for headers in app.headers)


async def test_a_part_beyond_the_end_is_told(me, app, chat):
    row = await answered(chat, me.user)
    app.show = lambda request: Response(status_code=416)
    assert (await me.get(row.id, Range="bytes=999-")).status_code == 416


def shows_a_film(app: App) -> asyncio.Event:
    """Let the upstream send a film without an end; what is returned is set once it has stopped."""
    closed = asyncio.Event()

    async def film() -> AsyncIterator[bytes]:
        try:
            while True:
                yield bytes(64 * 1024)
                await asyncio.sleep(0)
        finally:
            closed.set()

    app.show = lambda request: StreamingResponse(film(), media_type="video/mp4")
    return closed


async def test_a_browser_that_leaves_ends_the_upstream_s_transfer(site, me, app, chat):
    row = await answered(chat, me.user)
    closed = shows_a_film(app)
    async with asyncio.timeout(10), me.http.stream("GET", f"/files/{row.id}", headers=me.headers) as response:
        assert response.headers["content-type"] == "video/mp4"
        await anext(response.aiter_raw())
    async with asyncio.timeout(10):
        await closed.wait()


async def test_a_head_leaves_the_bytes_where_they_are(me, app, chat):
    row = await answered(chat, me.user)
    closed = shows_a_film(app)
    assert (await me.http.head(f"/files/{row.id}", headers=me.headers)).status_code == 200
    async with asyncio.timeout(10):
        await closed.wait()


async def test_an_upstream_that_breaks_off_is_no_whole_file(me, app, chat, caplog):
    row = await answered(chat, me.user)

    async def half() -> AsyncIterator[bytes]:
        yield PNG
        raise ConnectionResetError

    app.show = lambda request: StreamingResponse(half(), media_type="image/png")
    with pytest.raises(httpx.RemoteProtocolError):
        await me.get(row.id)
    assert "StreamCut" in caplog.text


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Response(status_code=500), 502), (Response(status_code=429), 503), (Response(status_code=403), 404)],
)
async def test_an_upstream_that_does_not_give_a_file_is_told_in_a_sentence(me, app, chat, answer, status):
    row = await answered(chat, me.user)
    app.show = lambda request: answer
    response = await me.get(row.id)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/plain") and response.text.endswith(".")
    assert response.headers["cache-control"] == "no-store"


async def test_why_there_is_no_file_is_said_in_the_reader_s_language(me, app, chat):
    me.headers = {**me.headers, "Accept-Language": "ja"}
    assert (await me.get(str(uuid4()))).text == JA.no_such_file
    row = await answered(chat, me.user)
    app.show = lambda request: Response(status_code=500)
    assert (await me.get(row.id)).text == JA.file_away


async def test_a_file_elsewhere_is_told_and_not_fetched(me, chat):
    row = await answered(chat, me.user, url="http://169.254.169.254/latest/meta-data")
    response = await me.get(row.id)
    assert (response.status_code, response.text.split(" Reference: ")[0]) == (403, EN.error_forbidden)


@pytest.mark.parametrize("path", ["/files", "/files/", "/files/logo.png", "/files/a/b.js", "/filesystem"])
async def test_a_file_of_the_page_s_own_is_not_shadowed(me, path):
    assert (await me.http.get(path)).text == "the page"
