"""Files that a browser sends, and what of them no other one gets."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.types import Message

from app.dify import models
from app.i18n.en import EN
from app.identity import COOKIE
from app.ledger import File
from app.limits import Allowance, MemoryCounts, Quotas
from app.routes import ROUTES
from app.routes.common import ANSWERS
from tests.unit.routes.site import MB, PNG, answered, head, kept, raw

FILM = {"X-File-Name": "a.mp4"}


async def test_a_file_is_taken_and_told(me, chat):
    response = await me.post(name="图 1.png")
    assert response.status_code == 201
    told = response.json()
    assert told == {"id": told["id"], "name": "图 1.png", "kind": "image", "size": len(PNG), "mime_type": "image/png"}
    assert list(await kept(chat, me.user, told["id"])) == [told["id"]]


async def test_a_file_is_of_whoever_made_the_conversation_that_it_is_for(me, chat):
    listed = [models.Conversation(id="c", name="Kept", created_at=1)]
    await chat._ledger.learn(chat.slug, me.user, listed, "visitor-0")
    for place, made_by in (("c", "visitor-0"), ("d", ""), ("", "")):
        told = (await me.post(**{"X-Conversation": place})).json()
        assert [row.made_by for row in (await kept(chat, me.user, told["id"])).values()] == [made_by]


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
        writer.write(head(site, me, "POST /files", FILM | {"Content-Length": 10 * MB}) + bytes(MB))
        await app.arriving.wait()
        writer.transport.abort()
        await app.left.wait()
    async with chat._ledger._session() as session:
        assert (await session.scalars(select(File))).all() == []
    assert app.received < 2 * MB


async def test_a_browser_that_leaves_amid_its_request_has_failed_at_nothing(site, me):
    comes: list[Message] = [{"type": "http.request", "body": b'{"url', "more_body": True}, {"type": "http.disconnect"}]
    said: list[Message] = []

    async def receive() -> Message:
        return comes.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    sent = {**me.headers, "Host": site.removeprefix("http://")}
    headers = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "method": "POST", "path": "/files/link", "query_string": b"", "headers": headers}
    await Starlette(routes=ROUTES, exception_handlers=ANSWERS)(scope, receive, send)
    assert said[0]["status"] == 400


async def test_more_than_the_length_that_was_declared_is_no_part_of_the_file(site, me, app, chat):
    async with raw(site) as (reader, writer), asyncio.timeout(10):
        writer.write(head(site, me, "POST /files", FILM | {"Content-Length": 1000}) + bytes(3 * MB))
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
    async with asyncio.timeout(10):
        await app.left.wait()
    assert app.received < 2 * MB


async def test_more_than_may_be_sent_in_a_day_is_refused_until_there_is_room(me, visitor, app, chat):
    chat.allowance = Allowance("app-1", MemoryCounts(), Quotas.of({"uploads_a_day_per_user": 1}))
    large = PNG + bytes(700 * 1024)
    assert (await me.post(large)).status_code == 201
    response, received = await me.post(large), app.received
    told = response.json()
    assert (response.status_code, told["key"], told["args"]["limit"]) == (429, "error_limit_user_uploads", "1 MB")
    assert response.headers["retry-after"] == told["args"]["seconds"]
    assert 0 < int(told["args"]["seconds"]) < 12 * 3600
    assert app.received == received
    assert (await visitor().post(large)).status_code == 201


async def test_what_has_no_declared_length_is_counted_as_it_comes(me, app, chat):
    chat.allowance = Allowance("app-1", MemoryCounts(), Quotas.of({"uploads_a_day_per_user": 1}))

    async def film() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield bytes(64 * 1024)

    response = await me.post(film(), "a.mp4")
    assert (response.status_code, response.json()["key"]) == (429, "error_limit_user_uploads")
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
    "body", [b"", b"{", b"[]", b"{}", {"url": 1}, {"url": "file:///a"}, {"url": "x" * 9_000}, b"\xff"]
)
async def test_an_address_that_is_none_is_told(me, body):
    response = await me.link(body)
    assert (response.status_code, response.json()) == (400, {"key": "url_wrong", "args": {}})


async def test_a_body_that_no_address_could_fill_is_refused_as_too_large(me):
    response = await me.link({"url": f"https://host.example/{'x' * 10_000}"})
    assert (response.status_code, response.json()) == (413, {"key": "error_too_large", "args": {}})


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
