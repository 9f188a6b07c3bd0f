"""What is saved of conversations, through the routes: whose it is, what it is called, what a browser does with it."""

import io
import json
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app.chat import Chat
from app.i18n.en import EN
from app.i18n.zh import ZH
from app.identity import COOKIE, Signer
from app.routes import ROUTES
from tests.unit.chat.talks import CONVERSATIONS, MESSAGES, conversation, message, page
from tests.unit.dify.doubles import serving
from tests.unit.runs.doubles import Upstream, refused
from tests.unit.served import serve

SIGNER = Signer(SecretStr("a secret of the test's own"))
MINE = SIGNER.new_visitor()
ME = SIGNER.user(f"{COOKIE}={MINE}")


@pytest.fixture
async def http(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    serve(monkeypatch, chat, signer=SIGNER)
    async with (
        serving(Starlette(routes=ROUTES)) as address,
        httpx.AsyncClient(base_url=address.removesuffix("/v1"), headers={"Cookie": f"{COOKIE}={MINE}"}) as http,
    ):
        yield http


async def learned(chat: Chat, upstream: Upstream, *names: str) -> None:
    """This visitor's conversations ``c0``, ``c1`` … of those names; each has the same two messages."""
    rows = [conversation(f"c{number}", 100 - number, name) for number, name in enumerate(names)]
    upstream.on(CONVERSATIONS, page(*rows))
    upstream.on(MESSAGES, page(message("m1", 1_790_000_000, "One."), message("m2", 1_790_000_001, "Two.")))
    await chat.conversations.newest(ME)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("md", "text/markdown; charset=utf-8"), ("html", "text/html; charset=utf-8"), ("json", "application/json")],
)
async def test_a_conversation_is_saved_under_its_title_and_nothing_of_it_runs(chat, upstream, http, kind, media_type):
    await learned(chat, upstream, "在哪里？")
    answer = await http.get(f"/export/c0/{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["content-disposition"].endswith(f"%E5%9C%A8%E5%93%AA%E9%87%8C%EF%BC%9F.{kind}")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "no-store"
    assert "m1?" in answer.text and "Two." in answer.text


async def test_the_words_around_are_in_the_visitor_s_language(chat, upstream, http):
    await learned(chat, upstream, "A title")
    answer = await http.get("/export/c0/md", headers={"Accept-Language": "zh-CN"})
    assert f"## {ZH.question}" in answer.text


@pytest.mark.parametrize("path", ["/export/c0/md", "/export"])
async def test_another_visitor_finds_nothing_of_it(chat, upstream, http, path):
    await learned(chat, upstream, "A title")
    upstream.on(CONVERSATIONS, page())
    answer = await http.get(path, headers={"Cookie": f"{COOKIE}={SIGNER.new_visitor()}"})
    assert b"m1?" not in answer.content
    assert answer.status_code == (404 if path.endswith("md") else 200)


@pytest.mark.parametrize("path", ["/export/c0/md", "/export"])
async def test_neither_another_site_nor_nobody_makes_this_server_work(chat, upstream, http, path):
    await learned(chat, upstream, "A title")
    before = len(upstream.requests)
    assert (await http.get(path, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert (await http.get(path, headers={"Cookie": f"{COOKIE}=forged.x"})).status_code == 401
    assert len(upstream.requests) == before


@pytest.mark.parametrize("path", ["/export/no-such/md", "/export/c0/pdf"])
async def test_what_is_not_there_is_said_in_a_sentence(chat, upstream, http, path):
    await learned(chat, upstream, "A title")
    answer = await http.get(path)
    assert (answer.status_code, answer.text) == (404, EN.gone)


async def test_all_conversations_come_in_one_zip_each_as_markdown_and_json(chat, upstream, http):
    await learned(chat, upstream, "A title", "A title", "在哪里？")
    answer = await http.get("/export")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.testzip() is None
        assert found.namelist() == [
            f"2026-09-21 {name}.{kind}" for name in ("A title", "A title (2)", "在哪里？") for kind in ("md", "json")
        ]
        turns = json.loads(found.read("2026-09-21 在哪里？.json"))["turns"]
    assert [turn["question"] for turn in turns] == ["m1?", "m2?"]


async def test_a_zip_that_may_lack_something_says_so(chat, upstream, http):
    await learned(chat, upstream, "A title")
    upstream.on(CONVERSATIONS, refused("internal_server_error", status=500))
    answer = await http.get("/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.namelist()[-1] == "README.txt"
        assert found.read("README.txt").decode().strip() == EN.list_in_part
        assert EN.taken_in_part in found.read("A title.md").decode()
