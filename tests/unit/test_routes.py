"""Files through the routes, between a real browser's side and a real upstream, each on a socket of its own."""

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from app import services
from app.chat import Chat
from app.dify import Client
from app.dify.models import MessageFile
from app.i18n.en import EN
from app.i18n.ja import JA
from app.identity import COOKIE, Signer
from app.ledger import File, Ledger
from app.routes import ROUTES
from app.routes.common import ours
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.services import Services
from app.settings import Settings
from tests.unit.dify.doubles import KEY, serving

SIGNER = Signer(SecretStr("a secret of the test's own"))
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
MB = 2**20
POLICY = "default-src 'none'; sandbox"


@dataclass
class App:
    """The upstream: what it was sent, and what it answers at ``/files/tools/{name}``."""

    received: int = 0
    pieces: int = 0
    arriving: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    show: Callable[[Request], Response] = lambda request: Response(PNG, media_type="image/png")
    icons: dict[str, str] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    def routes(self) -> list[Any]:
        return [
            Route("/v1/parameters", self.parameters),
            Route("/v1/meta", lambda request: JSONResponse({"tool_icons": self.icons})),
            Route("/v1/site", lambda request: JSONResponse({"icon_type": "image", "icon_url": "/files/tools/app.png"})),
            Route("/v1/files/upload", self.upload, methods=["POST"]),
            Route("/files/tools/{name}", self.tools),
        ]

    async def parameters(self, request: Request) -> Response:
        upload = {"enabled": True, "allowed_file_types": ["image", "video", "document"], "number_limits": 3}
        system = {"image_file_size_limit": 1, "video_file_size_limit": 100}
        return JSONResponse({"file_upload": upload, "system_parameters": system})

    async def upload(self, request: Request) -> Response:
        """Counts what comes and keeps none of it."""
        try:
            async for piece in request.stream():
                self.received += len(piece)
                self.pieces += 1
                self.arriving.set()
        except ClientDisconnect:
            self.left.set()
            raise
        return JSONResponse({"id": str(uuid4()), "name": "", "size": 0}, 201)

    async def tools(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        return self.show(request)


@dataclass
class Visitor:
    """One browser with its cookie, whose requests come from a page of this server."""

    http: httpx.AsyncClient
    user: str
    headers: dict[str, str]

    async def post(self, content: Any = PNG, name: str = "a.png", **headers: str) -> httpx.Response:
        sent = {**self.headers, "X-File-Name": quote(name), "Content-Type": "image/png", **headers}
        return await self.http.post("/files", content=content, headers=sent)

    async def link(self, body: Any, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.http.post("/files/link", content=content, headers=self.headers | headers)

    async def get(self, id: str, query: str = "", **headers: str) -> httpx.Response:
        return await self.http.get(f"/files/{id}{query}", headers=self.headers | headers)

    async def delete(self, id: str, **headers: str) -> httpx.Response:
        return await self.http.delete(f"/files/{id}", headers=self.headers | headers)


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
async def chat(app: App, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    async with serving(Starlette(routes=app.routes())) as address, Client(address, SecretStr(KEY)) as client:
        chat = Chat("app-1", client, ledger, Runs(ledger, MemoryRunLog()))
        monkeypatch.setattr(services, "_current", Services(Settings(), SIGNER, chat))
        yield chat
        await chat.close()


@pytest.fixture
async def site(chat: Chat) -> AsyncIterator[str]:
    """The routes beside a page, as the whole app has them."""
    page = Mount("/", routes=[Route("/{path:path}", lambda request: HTMLResponse("the page", 404))])
    async with serving(Starlette(routes=[*ROUTES, page])) as address:
        yield address.removesuffix("/v1")


@pytest.fixture
async def visitor(site: str) -> AsyncIterator[Callable[[], Visitor]]:
    async with httpx.AsyncClient(base_url=site, timeout=20) as http:

        def somebody() -> Visitor:
            value = SIGNER.new_visitor()
            return Visitor(http, SIGNER.user(f"{COOKIE}={value}"), {"Cookie": f"{COOKIE}={value}", "Origin": site})

        yield somebody


@pytest.fixture
def me(visitor: Callable[[], Visitor]) -> Visitor:
    return visitor()


async def answered(chat: Chat, user: str, **values: Any) -> File:
    """A file of an answer of this user's."""
    given = {
        "id": str(uuid4()),
        "url": "/files/tools/a.png?sign=x",
        "belongs_to": "assistant",
        "type": "image",
        **values,
    }
    [row] = await chat.files.learn(user, "c-1", "m-1", [MessageFile(**given)])
    return row


def kept(chat: Chat, user: str, *ids: str) -> Any:
    return chat._ledger.files.own("app-1", user, ids)


@asynccontextmanager
async def raw(site: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    host, _, port = site.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()


def head_of(site: str, me: Visitor, length: int) -> bytes:
    lines = ["POST /files HTTP/1.1", f"Host: {site.removeprefix('http://')}", "X-File-Name: a.mp4", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in me.headers.items()] + [f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


async def test_a_file_is_taken_and_told(me, chat):
    response = await me.post(name="图 1.png")
    assert response.status_code == 201
    told = response.json()
    assert told == {"id": told["id"], "name": "图 1.png", "kind": "image", "size": len(PNG), "mime_type": "image/png"}
    assert list(await kept(chat, me.user, told["id"])) == [told["id"]]


async def test_forty_megabytes_pass_at_flat_memory_while_they_arrive(me, app):
    gate = asyncio.Event()

    async def film() -> AsyncIterator[bytes]:
        for number in range(640):
            yield bytes(64 * 1024)
            if number == 4:
                await app.arriving.wait()  # The upstream has the first pieces before the last are sent.
                gate.set()

    tracemalloc.start()
    try:
        response = await me.post(film(), "a.mp4", **{"Content-Length": str(40 * MB)})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (response.status_code, response.json()["size"], gate.is_set()) == (201, 40 * MB, True)
    assert 40 * MB < app.received < 40 * MB + 1000
    assert peak < 8 * MB


async def test_a_browser_that_leaves_breaks_off_the_upload(site, me, app, chat):
    async with raw(site) as (_, writer), asyncio.timeout(10):
        writer.write(head_of(site, me, 10 * MB) + bytes(MB))
        await app.arriving.wait()
        writer.transport.abort()
        await app.left.wait()
    async with chat._ledger._session() as session:
        assert (await session.scalars(select(File))).all() == []
    assert app.received < 2 * MB


async def test_more_than_the_length_that_was_declared_is_no_part_of_the_file(site, me, app, chat):
    async with raw(site) as (reader, writer), asyncio.timeout(10):
        writer.write(head_of(site, me, 1000) + bytes(3 * MB))
        await reader.read(4096)
    async with chat._ledger._session() as session:
        assert all(row.size == 1000 for row in await session.scalars(select(File)))
    assert app.received < 2000


async def test_a_file_of_no_declared_length_breaks_off_above_the_limit(me, app):
    async def long() -> AsyncIterator[bytes]:
        yield PNG
        for _ in range(200):
            yield bytes(64 * 1024)

    response = await me.post(long())
    assert (response.status_code, response.json()["key"]) == (413, "file_too_large")
    async with asyncio.timeout(5):
        await app.left.wait()
    assert app.received < 2 * MB


async def test_a_browser_is_heard_out_before_it_is_told_why(me, app):
    ended = False

    async def disguised() -> AsyncIterator[bytes]:
        nonlocal ended
        for _ in range(100):
            yield b"<html>" + bytes(8 * 1024)
        ended = True

    response = await me.post(disguised())
    assert (response.status_code, response.json()["key"], ended) == (415, "file_type_refused", True)
    assert app.received == 0


@pytest.mark.parametrize(
    ("name", "content", "status", "key"),
    [
        ("a.exe", PNG, 415, "file_type_refused"),
        ("", b"GIF89a......", 415, "file_type_refused"),
        ("a.png", b"<html>......", 415, "file_type_refused"),
        ("a.png", b"", 400, "file_empty"),
        ("a.png", PNG + bytes(MB), 413, "file_too_large"),
    ],
)
async def test_a_file_that_is_not_taken_is_told_why(me, app, name, content, status, key):
    response = await me.post(content, name)
    assert (response.status_code, response.json()["key"]) == (status, key)
    assert set(response.json()) == {"key", "args"}
    assert app.received == 0


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("../../a.png", "a.png"),
        ("a\r\nX-Evil: 1.png", "a X-Evil: 1.png"),
        ('a"; filename="b.png', 'a"; filename="b.png'),
    ],
)
async def test_the_name_of_a_file_is_cleaned(me, name, becomes):
    assert (await me.post(name=name)).json()["name"] == becomes


async def test_a_name_that_is_no_utf8_is_still_a_name(me):
    assert (await me.post(**{"X-File-Name": "%ff%fe.png"})).json()["name"] == "��.png"


FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_page_of_another_site_changes_nothing(me, app, chat, headers):
    id = (await me.post()).json()["id"]
    before = app.received
    answers = [await me.post(**headers), await me.link({"url": "https://a.example/b.png"}, **headers)]
    answers.append(await me.delete(id, **headers))
    assert [response.status_code for response in answers] == [403] * 3
    assert app.received == before
    assert list(await kept(chat, me.user, id)) == [id]


async def test_somebody_without_a_cookie_changes_nothing_and_sees_nothing(me, app, chat):
    id = (await me.post()).json()["id"]
    row = await answered(chat, me.user)
    before = app.received
    for cookie in ("", f"{COOKIE}=visitor-1.forged"):
        answers = [await me.post(Cookie=cookie), await me.link({"url": "https://a.example/b.png"}, Cookie=cookie)]
        answers.append(await me.delete(id, Cookie=cookie))
        assert [(answer.status_code, answer.json()["key"]) for answer in answers] == [(401, "no_identity")] * 3
        assert (await me.get(row.id, Cookie=cookie)).status_code == 404
    assert app.received == before


async def test_an_address_is_taken(me):
    response = await me.link({"url": " https://host.example/a.png "})
    assert response.status_code == 201
    told = response.json()
    assert (told["name"], told["kind"], told["size"]) == ("a.png", "image", 0)
    assert (await me.get(told["id"])).status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", {"url": 1}, {"url": "file:///a"}, {"url": "x" * 20_000}, b"\xff"]
)
async def test_an_address_that_is_none_is_told(me, body):
    response = await me.link(body)
    assert (response.status_code, response.json()) == (400, {"key": "url_wrong", "args": {}})


async def test_a_file_that_was_not_sent_is_forgotten(me, chat):
    id = (await me.post()).json()["id"]
    assert (await me.delete(id)).status_code == 204
    assert (await me.delete(id)).status_code == 404
    assert await kept(chat, me.user, id) == {}


async def test_another_s_file_is_none_by_every_route(me, visitor, chat, app):
    other = visitor()
    row = await answered(chat, other.user)
    unsent = (await other.post()).json()["id"]
    for id in (row.id, unsent, str(uuid4())):
        shown, headed, removed = (
            await me.get(id),
            await me.http.head(f"/files/{id}", headers=me.headers),
            await me.delete(id),
        )
        assert [shown.status_code, headed.status_code, removed.status_code] == [404] * 3
        assert shown.text == removed.text == EN.no_such_file
        assert shown.headers["cache-control"] == "no-store"
    assert app.headers == []
    assert (await other.get(row.id)).content == PNG
    assert list(await kept(chat, other.user, unsent)) == [unsent]


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


async def test_a_browser_that_leaves_ends_the_upstream_s_transfer(site, me, app, chat):
    row = await answered(chat, me.user)
    closed = asyncio.Event()

    async def film() -> AsyncIterator[bytes]:
        try:
            while True:
                yield bytes(64 * 1024)
                await asyncio.sleep(0)
        finally:
            closed.set()

    app.show = lambda request: StreamingResponse(film(), media_type="video/mp4")
    async with asyncio.timeout(10), me.http.stream("GET", f"/files/{row.id}", headers=me.headers) as response:
        assert response.headers["content-type"] == "video/mp4"
        await anext(response.aiter_raw())
    async with asyncio.timeout(10):
        await closed.wait()


async def test_a_head_leaves_the_bytes_where_they_are(me, app, chat):
    row = await answered(chat, me.user)
    closed = asyncio.Event()

    async def film() -> AsyncIterator[bytes]:
        try:
            while True:
                yield bytes(64 * 1024)
                await asyncio.sleep(0)
        finally:
            closed.set()

    app.show = lambda request: StreamingResponse(film(), media_type="video/mp4")
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


async def pictured(chat: Chat, app: App, me: Visitor, tool: str = "clock") -> str:
    """The path of a tool's picture, as the page has it."""
    app.icons = {tool: "/files/tools/icon.png"}
    return (await chat.face(me.user)).icons[tool].picture


async def icon(me: Visitor, path: str, **headers: str) -> httpx.Response:
    return await me.http.get(path, headers=me.headers | headers)


@pytest.mark.parametrize("media_type", ["image/png", "image/svg+xml"])
async def test_the_icon_of_a_tool_is_shown_and_nothing_of_it_runs(me, app, chat, media_type):
    path = await pictured(chat, app, me)
    app.show = lambda request: Response(PNG, media_type=media_type, headers={"Set-Cookie": "a=b", "X-Upstream": "c"})
    response = await icon(me, path)
    assert (response.status_code, response.content) == (200, PNG)
    assert response.headers["content-type"] == media_type
    assert response.headers["cache-control"] == "private, max-age=86400"
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert not {"set-cookie", "x-upstream"} & set(response.headers)
    [asked] = app.headers
    assert not {"cookie", "authorization", "origin"} & set(asked)


async def test_the_app_s_own_picture_is_shown(me, app, chat):
    assert (await chat.face(me.user)).icon_picture == "/icons/app"
    assert (await icon(me, "/icons/app")).content == PNG


@pytest.mark.parametrize("tool", ["图 1", "a b?c#d", "100%", "%2e", "vendor/clock", ".."])
async def test_a_tool_s_icon_is_found_whatever_the_tool_is_called(me, app, chat, tool):
    assert (await icon(me, await pictured(chat, app, me, tool))).content == PNG


async def test_an_icon_is_one_for_all_and_fetched_once(me, visitor, app, chat):
    path = await pictured(chat, app, me)
    assert [(await icon(somebody, path)).status_code for somebody in (me, visitor(), me)] == [200] * 3
    assert len(app.headers) == 1


async def test_somebody_without_a_cookie_sees_no_icon(me, app, chat):
    path = await pictured(chat, app, me)
    for cookie in ("", f"{COOKIE}=visitor-1.forged"):
        response = await icon(me, path, Cookie=cookie)
        assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")
    assert app.headers == []


@pytest.mark.parametrize("path", ["/icons/clock", "/icons/tool:watch", "/icons/tool%3Aclock%20", "/icons/%00"])
async def test_an_icon_that_is_not_there_is_told(me, app, chat, path):
    await pictured(chat, app, me)
    response = await icon(me, path)
    assert (response.status_code, response.text) == (404, "There is no such icon.")
    assert response.headers["cache-control"] == "no-store"
    assert app.headers == []


async def test_an_icon_that_the_upstream_does_not_give_is_asked_for_again(me, app, chat):
    path = await pictured(chat, app, me)
    app.show = lambda request: Response(status_code=500)
    response = await icon(me, path)
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")
    app.show = lambda request: Response(PNG, media_type="image/png")
    assert (await icon(me, path)).status_code == 200


async def test_an_icon_is_only_shown(me, app, chat):
    path = await pictured(chat, app, me)
    for method in ("POST", "PUT", "DELETE"):
        assert (await me.http.request(method, path, headers=me.headers)).status_code == 405
    assert app.headers == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_no_route_foresaw_is_told_with_the_reference_that_the_log_has(method, caplog):
    async def fail(_: Request) -> Response:
        raise ZeroDivisionError("by nought")

    web = Starlette(routes=[Route("/fail", fail, methods=[method])], exception_handlers={Exception: ours})
    network = httpx.ASGITransport(web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=network, base_url="http://page.test") as http:
        answer = await http.request(method, "/fail")
    assert answer.status_code == 500
    assert "nought" not in answer.text
    if method == "POST":
        reference = answer.json()["reference"]
        assert answer.json() == {"key": "error_ours", "args": {}, "remedy": "operator", "reference": reference}
    else:
        assert answer.text.startswith(EN.error_ours)
        reference = answer.text.rpartition(" ")[2]
    assert f"reference {reference}: {method} of a route failed" in caplog.text
