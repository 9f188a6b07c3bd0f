"""The apps of a server: found by slug, made of a catalog, and ended when they are in it no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from app.apps import Apps, Hosting, HostingError, NoSuchApp, portal
from app.catalog import App, Catalog
from app.catalog.embedding import Claim, HostIdentity
from app.catalog.pictures import Picture
from app.catalog.theme import Theme
from app.ledger import Ledger
from app.limits import MemoryCounts
from app.news import EVERYBODY, Hosted
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.settings import Settings
from tests.unit.dify.doubles import serving

ME = "visitor-1"
FORM = [
    {"text-input": {"label": "Shop", "variable": "shop", "default": "none"}},
    {"text-input": {"label": "Name", "variable": "name", "default": "you"}},
]
PARAMETERS = {
    "opening_statement": "Hello {{name}} of {{shop}}.",
    "suggested_questions": ["Where is it?"],
    "user_input_form": FORM,
}


class Api:
    """An app's server: it keeps what was asked, and ends an answer when it is let go."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.title = "A title"
        self.go_on = asyncio.Event()
        self.go_on.set()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/parameters", self._parameters),
                Route("/v1/site", lambda _request: JSONResponse({"title": "Own", "description": "Its own."})),
                Route("/v1/chat-messages", self._ask, methods=["POST"]),
                Route("/v1/conversations", self._list),
                Route("/v1/conversations/c/name", self._name, methods=["POST"]),
            ]
        )

    def _parameters(self, _request: Request) -> JSONResponse:
        return JSONResponse(PARAMETERS)

    def _list(self, _request: Request) -> JSONResponse:
        return JSONResponse({"data": [self._conversation()], "has_more": False, "limit": 20})

    async def _name(self, request: Request) -> JSONResponse:
        self.title = (await request.json())["name"]
        return JSONResponse(self._conversation())

    def _conversation(self) -> dict[str, Any]:
        return {"id": "c", "name": self.title, "inputs": {}, "status": "normal", "created_at": 1, "updated_at": 1}

    async def _ask(self, request: Request) -> StreamingResponse:
        self.asked.append(await request.json())

        async def events() -> AsyncIterator[str]:
            known = '"task_id": "t", "message_id": "m", "conversation_id": "c"'
            yield f'data: {{"event": "message", "answer": "So.", {known}}}\n\n'
            await self.go_on.wait()
            yield f'data: {{"event": "message_end", "id": "m", {known}}}\n\n'

        return StreamingResponse(events(), media_type="text/event-stream")


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    made = Api()
    async with serving(made.app()) as url:
        made.url = url  # type: ignore[attr-defined]
        yield made


def app(api: Any, slug: str = "desk", **values: Any) -> App:
    return App(slug=slug, url=api.url, key=SecretStr("app-key"), **values)


@pytest.fixture
async def hosted(api: Api, ledger: Ledger, tmp_path: Path) -> AsyncIterator[Hosting]:
    runs = Runs(ledger, MemoryRunLog())
    async with Hosting.opened(
        Catalog((app(api),)), Settings(data_dir=tmp_path), ledger, runs, None, MemoryCounts()
    ) as made:
        yield made
        api.go_on.set()


async def test_an_app_is_found_by_its_slug_and_the_only_one_without(hosted):
    chat = hosted.apps.at("desk")
    assert hosted.apps.at("") is chat and hosted.apps.all() == [chat] and not hosted.apps.several
    with pytest.raises(NoSuchApp):
        hosted.apps.at("other")


def test_of_several_none_is_meant_without_a_slug(chat):
    class Other:
        slug = "other"

    apps = Apps([chat, Other()])  # type: ignore[list-item]
    assert apps.several and apps.at("app-1") is chat
    with pytest.raises(NoSuchApp):
        apps.at("")


async def test_the_operator_presents_an_app_and_fixes_its_inputs(hosted, api):
    given = {"title": "Help desk", "icon": "🛟", "accent": "#1f5fbf", "inputs": {"shop": "north"}}
    await hosted.show(Catalog((app(api, **given),)))
    chat = hosted.apps.at("desk")
    face = await chat.face(ME)
    assert (face.name, face.icon, face.accent, face.description) == ("Help desk", "🛟", "#1f5fbf", "Its own.")
    assert [field.variable for field in face.fields] == ["name"]
    assert (face.opening, face.opening_template) == ("Hello you of north.", "Hello {{name}} of north.")
    run = await chat.ask(ME, "", "Why?", {"name": "Ada", "shop": "south"})
    await run.closed.wait()
    assert api.asked[0]["inputs"] == {"name": "Ada", "shop": "north"}


async def test_the_operator_s_logo_stands_in_place_of_an_icon_and_a_greeting_may_be_left_out(hosted, api):
    logo = Picture(b"<svg/>", "image/svg+xml")
    await hosted.show(Catalog((app(api, icon="🛟", theme=Theme(logo=logo, greeting=False)),)))
    chat = hosted.apps.at("desk")
    face = await chat.face(ME)
    assert (face.icon_picture, face.icon_background) == (f"/icons/{logo.name}", "")
    assert await chat.icons.get(logo.name) == logo
    assert (face.opening, face.opening_template, face.questions) == ("", "", [])
    assert portal.card(chat).icon_picture == face.icon_picture


async def test_an_app_s_policy_says_who_sees_what(hosted, api):
    await hosted.show(Catalog((app(api, role="visitor", policy={"tool_input": "visitor", "sources": "nobody"}),)))
    policy = hosted.apps.at("desk").policy
    seen = {kind: policy.sees(kind) for kind in ("tool_input", "tool_output", "sources", "tools")}
    assert seen == {"tool_input": True, "tool_output": False, "sources": False, "tools": True}


async def test_what_a_host_says_of_its_visitor_fills_inputs_and_nobody_else_does(hosted, api):
    shop = HostIdentity(issuer="https://shop.example", jwks_url="https://shop.example/jwks.json")
    inputs = {"shop": "north", "name": Claim(claim="first_name")}
    await hosted.show(Catalog((app(api, inputs=inputs, origins=["https://shop.example"], identity=shop),)))
    chat = hosted.apps.at("desk")
    face = await chat.face(ME, {"first_name": "Ada"})
    assert (face.fields, face.opening, face.opening_template) == ([], "Hello Ada of north.", "Hello Ada of north.")
    for known in ({"first_name": "Ada", "shop": "south"}, {}):
        run = await chat.ask(ME, "", "Why?", {"name": "root", "shop": "south"}, known=known)
        await run.closed.wait()
    assert [asked["inputs"] for asked in api.asked] == [{"name": "Ada", "shop": "north"}, {"shop": "north"}]
    assert hosted.apps.entry("desk").origins == ["https://shop.example"]


async def test_an_app_s_own_name_gives_the_letter_of_its_icon_only_where_the_operator_gives_none(hosted, api):
    assert (await hosted.apps.at("desk").face(ME)).icon == "O"
    await hosted.show(Catalog((app(api, title="Help desk"),)))
    assert (await hosted.apps.at("desk").face(ME)).icon == "H"


async def test_whoever_looks_at_all_apps_is_told_that_there_are_others(hosted, api):
    async with aclosing(hosted.apps.at("desk").news.follow(*EVERYBODY)) as news:
        await anext(news)
        await hosted.show(Catalog((app(api), app(api, "new"))))
        assert await anext(news) == (Hosted(),)


async def test_an_app_that_stays_as_it_is_goes_on_undisturbed(hosted, api):
    chat = hosted.apps.at("desk")
    await hosted.show(Catalog((app(api, "new"), app(api))))
    assert hosted.apps.at("desk") is chat and [chat.slug for chat in hosted.apps.all()] == ["new", "desk"]


async def test_an_answer_of_an_app_that_is_gone_is_written_to_its_end(hosted, api, monkeypatch):
    monkeypatch.setattr("app.apps.hosting.GRACE", 0.0)
    api.go_on.clear()
    run = await hosted.apps.at("desk").ask(ME, "", "Why?", {})
    await hosted.show(Catalog((app(api, "new"),)))
    with pytest.raises(NoSuchApp):
        hosted.apps.at("desk")
    [leaving] = hosted._leaving.values()
    api.go_on.set()
    async with asyncio.timeout(10):
        await run.closed.wait()
        await leaving
    assert (str(run.draft.text), run.recorded, hosted._leaving) == ("So.", True, {})


async def test_an_answer_s_title_is_learned_though_its_app_was_edited_meanwhile(hosted, api, monkeypatch):
    monkeypatch.setattr("app.apps.hosting.GRACE", 0.0)
    api.go_on.clear()
    run = await hosted.apps.at("desk").ask(ME, "", "Why?", {})
    await hosted.show(Catalog((app(api, title="Help desk"),)))
    [leaving] = hosted._leaving.values()
    api.go_on.set()
    async with asyncio.timeout(10):
        await leaving
    row = await hosted.apps.at("desk").conversations.row(ME, run.row.conversation_id)
    assert row is not None and row.name == "A title"


async def test_a_name_given_while_an_answer_is_written_reaches_an_app_that_was_edited_meanwhile(
    hosted, api, monkeypatch
):
    monkeypatch.setattr("app.apps.hosting.GRACE", 0.0)
    api.go_on.clear()
    before = hosted.apps.at("desk")
    run = await before.ask(ME, "", "Why?", {})
    await before.conversations.rename(ME, run.row.conversation_id, "Mine")
    await hosted.show(Catalog((app(api, title="Help desk"),)))
    [leaving] = hosted._leaving.values()
    api.go_on.set()
    async with asyncio.timeout(10):
        await leaving
    assert api.title == "Mine"


async def test_a_server_that_ends_waits_for_no_answer_of_an_app_that_is_gone(hosted, api):
    api.go_on.clear()
    before = asyncio.all_tasks()
    await hosted.apps.at("desk").ask(ME, "", "Why?", {})
    await hosted.show(Catalog((app(api, "new"),)))
    async with asyncio.timeout(10):
        await hosted.close()
    assert not [task for task in asyncio.all_tasks() - before if "Conversations" in repr(task)]


async def test_an_app_whose_key_has_changed_is_another_with_the_same_conversations(hosted, api):
    before = hosted.apps.at("desk")
    run = await before.ask(ME, "", "Why?", {})
    await run.closed.wait()
    await hosted.show(Catalog((App(slug="desk", url=api.url, key=SecretStr("app-new")),)))
    now = hosted.apps.at("desk")
    assert now is not before
    assert (await now.conversations.row(ME, run.row.conversation_id)).id == run.row.conversation_id


async def test_an_address_that_no_host_can_have_is_told_and_changes_nothing(hosted):
    wrong = App(slug="wrong", url="https://xn--/v1", key=SecretStr("app-key"))
    with pytest.raises(HostingError, match="The app wrong cannot be served: the address of the API is none"):
        await hosted.show(Catalog((wrong,)))
    assert hosted.apps.at("").slug == "desk"


async def test_what_cannot_be_served_changes_nothing(hosted, monkeypatch, tmp_path):
    (tmp_path / "embedded.lock").mkdir()
    with pytest.raises(HostingError):
        await hosted.show(Catalog((App(slug="guide", embedded="guide"),)))
    assert hosted.apps.at("").slug == "desk"
