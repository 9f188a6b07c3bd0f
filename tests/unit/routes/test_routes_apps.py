"""The same routes for one of several apps: each knows what is its own, and nothing of another's."""

from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app.chat import Chat
from app.dify import Client
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.dify.doubles import KEY, serving
from tests.unit.routes.site import PNG, SIGNER, App, Visitor, answered
from tests.unit.served import serve


@pytest.fixture
async def chat(app: App, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    """The first of two apps of one server, in one ledger."""
    async with serving(Starlette(routes=app.routes())) as address, Client(address, SecretStr(KEY)) as client:
        runs = Runs(ledger, MemoryRunLog())
        chats = [Chat(slug, client, ledger, runs) for slug in ("one", "two")]
        serve(monkeypatch, *chats, signer=SIGNER)
        yield chats[0]
        for made in chats:
            await made.close()


async def upload(me: Visitor, base: str) -> tuple[int, str]:
    headers = {**me.headers, "X-File-Name": "a.png", "Content-Type": "image/png"}
    response = await me.http.post(f"{base}/files", content=PNG, headers=headers)
    return response.status_code, response.json().get("id", response.json().get("key"))


async def test_a_file_is_found_in_its_own_app_alone(me: Visitor, chat: Chat) -> None:
    id = (await answered(chat, me.user)).id
    places = [f"{base}/files/{id}" for base in ("/apps/one", "/apps/two", "/apps/nope", "")]
    assert [(await me.open(place)).status_code for place in places] == [200, 404, 404, 404]


async def test_a_file_is_taken_back_in_its_own_app_alone(me: Visitor, chat: Chat) -> None:
    status, id = await upload(me, "/apps/one")
    assert status == 201
    places = [f"/apps/two/files/{id}", f"/files/{id}", f"/apps/one/files/{id}"]
    assert [(await me.http.delete(place, headers=me.headers)).status_code for place in places] == [404, 404, 204]


@pytest.mark.parametrize("base", ["/apps/nope", ""])
async def test_nothing_is_taken_where_there_is_no_app(me: Visitor, chat: Chat, base: str) -> None:
    assert await upload(me, base) == (404, "gone")


async def test_a_conversation_of_another_app_looks_like_one_that_never_was(
    me: Visitor, chat: Chat, ledger: Ledger
) -> None:
    conversation, _, _ = await ledger.begin("one", me.user, "Why?", None, {}, None, None, "")
    paths = [
        f"/apps/{app}/export/{id}/md" for app, id in (("one", conversation.id), ("two", conversation.id), ("two", "x"))
    ]
    own, others, never = [await me.http.get(path, headers=me.headers) for path in paths]
    assert own.status_code == 200
    assert (others.status_code, others.text) == (never.status_code, never.text) == (404, never.text)


async def test_each_app_is_installed_by_itself(me: Visitor, chat: Chat) -> None:
    made = (await me.http.get("/apps/two/manifest.webmanifest", headers=me.headers)).json()
    assert (made["id"], made["start_url"]) == ("/apps/two", "/apps/two/")
    assert not "/apps/two-more".startswith(made["scope"]) and made["start_url"].startswith(made["scope"])


async def test_an_app_that_is_not_there_installs_nothing_of_another(visitor: Callable[[], Visitor], chat: Chat) -> None:
    me = visitor()
    assert (await me.http.get("/apps/nope/manifest.webmanifest", headers=me.headers)).json()["name"] == "Parley"
