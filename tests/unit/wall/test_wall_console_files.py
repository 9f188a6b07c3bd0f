"""Files at the console: an agent has those of the conversations that they see, and nobody else has any there."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette

from app.catalog import App
from app.chat import Chat
from app.ledger import Ledger
from app.policy import Role
from app.routes import ROUTES
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.runs.doubles import Upstream
from tests.unit.served import serve
from tests.unit.sql import sql
from tests.unit.uploads.conftest import PNG, pieces

SITE = "http://parley.test"
CUSTOMER = "visitor-1"


@dataclass
class Given:
    """A file that a customer has given to an agent, in each of two apps; the second is for ``makers``."""

    places: dict[str, str]
    files: dict[str, str]

    def at(self, app: str, place: str = "", file: str = "") -> str:
        return f"/console/files/{app}/{place or self.places[app]}/{file or self.files[app]}"


@pytest.fixture
async def chats(ledger: Ledger, upstream: Upstream) -> AsyncIterator[list[Chat]]:
    upstream.on("GET /v1/parameters", {"file_upload": {"image": {"enabled": True, "transfer_methods": ["local_file"]}}})
    runs = Runs(ledger, MemoryRunLog())
    made = [Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "lab")]
    yield made
    for chat in made:
        await chat.close()


@pytest.fixture
async def given(chats: list[Chat], ledger: Ledger) -> Given:
    made = Given({}, {})
    for chat in chats:
        row, _, run = await ledger.begin(chat.slug, CUSTOMER, "Lamps?", None, {})
        await ledger.end(run, "done", answer="Yes.")
        await chat.handover.take(row.id, "agent-1", "Anna")
        file = await chat.files.receive(CUSTOMER, "lamp.png", "", len(PNG), pieces(PNG), "", row.id)
        await chat.ask(CUSTOMER, row.id, "This one.", {}, [file.id])
        made.places[chat.slug], made.files[chat.slug] = row.id, file.id
    return made


@pytest.fixture
def come(chats: list[Chat], monkeypatch: pytest.MonkeyPatch) -> Callable[..., httpx.AsyncClient]:
    makers = App(slug="lab", embedded="guide", groups=["makers"])

    def browser(role: Role, groups: tuple[str, ...] = (), user: str = "agent-1") -> httpx.AsyncClient:
        serve(monkeypatch, *chats, user=user, role=role, groups=groups, entries=[makers])
        return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=ROUTES)), base_url=SITE)

    return browser


async def test_an_agent_opens_what_a_customer_has_given(given, come):
    async with come(Role.AGENT) as agent:
        answer = await agent.get(given.at("desk"))
        assert (answer.status_code, answer.content) == (200, PNG)
        assert answer.headers["content-type"] == "image/png"
        assert "sandbox" in answer.headers["content-security-policy"]
        saved = await agent.get(f"{given.at('desk')}?download=1")
        assert saved.headers["content-disposition"].startswith("attachment;")


async def test_all_else_is_not_found_and_looks_the_same(given, come):
    nothing = given.at("desk", file="0d3a41f6-7d0a-4c53-9a0c-3a2f4c1f5b1e")
    told = set()
    async with come(Role.AGENT) as agent:
        others = [nothing, given.at("lab"), given.at("desk", file=given.files["lab"]), given.at("desk", "another")]
        others.append(f"/console/files/none/{given.places['desk']}/{given.files['desk']}")
        told |= {(answer.status_code, answer.text) for answer in [await agent.get(path) for path in others]}
    for role, user in ((Role.BUILDER, "agent-1"), (Role.VISITOR, CUSTOMER), (Role.VISITOR, "")):
        async with come(role, user=user) as other:
            answer = await other.get(given.at("desk"))
            told.add((answer.status_code, answer.text))
    assert len(told) == 1
    assert told.pop()[0] == 404


async def test_a_member_of_its_group_opens_what_is_of_an_app_for_some(given, come):
    async with come(Role.AGENT, ("makers",)) as agent:
        assert (await agent.get(given.at("lab"))).content == PNG


async def test_an_agent_gives_files_where_they_have_the_conversation_and_nobody_else_does(chats, given, ledger, come):
    named = {"x-file-name": "lamp.png", "origin": SITE}
    places = {app: given.at(app).rpartition("/")[0] for app in given.places}
    async with come(Role.AGENT) as agent:
        made = await agent.post(places["desk"], content=PNG, headers=named)
        assert (made.status_code, made.json()["name"]) == (201, "lamp.png")
        file = f"{places['desk']}/{made.json()['id']}"
        assert (await agent.get(file)).content == PNG
        before = await sql(ledger, "SELECT id FROM files")
        for place in (places["lab"], "/console/files/desk/another", "/console/files/none/another"):
            refused = await agent.post(place, content=PNG, headers=named)
            assert (refused.status_code, refused.json()["key"]) == (404, "gone")
        framed = await agent.post(places["desk"], content=PNG, headers={**named, "sec-fetch-site": "cross-site"})
        wrong = await agent.post(places["desk"], content=b"no picture", headers=named)
        assert (framed.status_code, wrong.status_code, wrong.json()["key"]) == (403, 415, "file_type_refused")
    for role, user, status in (
        (Role.AGENT, "agent-2", 409),
        (Role.VISITOR, CUSTOMER, 404),
        (Role.VISITOR, "", 401),
    ):
        async with come(role, user=user) as other:
            assert (await other.post(places["desk"], content=PNG, headers=named)).status_code == status
            if role is Role.VISITOR:
                assert (await other.delete(file, headers=named)).status_code == status
    assert await sql(ledger, "SELECT id FROM files") == before
    async with come(Role.AGENT) as agent:
        assert [
            (await agent.delete(at, headers=named)).status_code for at in (file, given.at("lab"), given.at("desk"))
        ] == [
            204,
            404,
            404,
        ]
