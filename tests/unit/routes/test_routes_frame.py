"""The same routes for a page within another site's page: a pass in a header, or an address signed for a moment."""

import gzip
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app import services
from app.catalog import App as Entry
from app.chat import Chat
from app.dify import Client
from app.identity.frames import Frames
from app.identity.once import OnceHere
from app.identity.passes import Pass, Passes
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.dify.doubles import KEY, serving
from tests.unit.routes.site import PNG, SIGNER, App, Visitor, answered
from tests.unit.served import serve

PASSES = Passes(SecretStr("a secret of the test's own"))
SHOP = "https://shop.example"


@pytest.fixture
async def chat(app: App, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    """The first of two apps, which may stand in the shop's pages; the second may stand in none."""
    async with serving(Starlette(routes=app.routes())) as address, Client(address, SecretStr(KEY)) as client:
        runs = Runs(ledger, MemoryRunLog())
        chats = [Chat(slug, client, ledger, runs) for slug in ("one", "two")]
        entries = [Entry(slug="one", embedded="guide", origins=[SHOP]), Entry(slug="two", embedded="desk")]
        serve(monkeypatch, *chats, signer=SIGNER)
        frames = Frames({entry.slug: entry for entry in entries}.get, PASSES, OnceHere())
        monkeypatch.setattr(services, "_current", replace(services.current(), frames=frames))
        yield chats[0]
        for made in chats:
            await made.close()


def shown(user: str, app: str = "one") -> dict[str, str]:
    return {"X-Parley-Pass": PASSES.given(Pass(user, app))}


async def test_a_cookie_counts_for_nothing_there(me: Visitor, chat: Chat) -> None:
    id = (await answered(chat, me.user)).id
    assert (await me.open(f"/apps/one/files/{id}")).status_code == 200
    assert (await me.open(f"/embed/one/files/{id}")).status_code == 404
    assert (await me.http.post("/embed/one/files", content=PNG, headers=me.headers)).status_code == 401


async def test_a_pass_counts_for_nothing_elsewhere(me: Visitor, chat: Chat) -> None:
    id = (await answered(chat, me.user)).id
    for place in (f"/apps/one/files/{id}", f"/embed/two/files/{id}", f"/files/{id}"):
        assert (await me.http.get(place, headers=shown(me.user))).status_code == 404
    assert (await me.http.get(f"/embed/one/files/{id}", headers=shown(me.user))).status_code == 200
    assert (await me.http.get(f"/embed/one/files/{id}", headers=shown(me.user, "two"))).status_code == 404
    assert (await me.http.get(f"/embed/two/files/{id}", headers=shown(me.user, "two"))).status_code == 404


async def test_a_file_is_taken_and_taken_back_by_its_pass(me: Visitor, chat: Chat) -> None:
    origin = {"Origin": me.headers["Origin"]}
    headers = {**origin, **shown("42"), "X-File-Name": "a.png", "Content-Type": "image/png"}
    taken = await me.http.post("/embed/one/files", content=PNG, headers=headers)
    assert taken.status_code == 201
    place = f"/embed/one/files/{taken.json()['id']}"
    assert (await me.http.delete(place, headers={**origin, **shown("43")})).status_code == 404
    assert (await me.http.delete(place, headers={**origin, **shown("42")})).status_code == 204


async def signed(me: Visitor, path: str, user: str = "") -> str:
    headers = {"Origin": me.headers["Origin"], **shown(user or me.user)}
    answer = await me.http.post("/embed/one/address", params={"path": path}, headers=headers)
    assert answer.status_code == 200
    return str(answer.json()["pass"])


async def test_an_address_that_is_signed_shows_one_thing_to_whoever_has_it(me: Visitor, chat: Chat) -> None:
    id = (await answered(chat, me.user)).id
    mark, another = await signed(me, f"/files/{id}"), await signed(me, f"/files/{uuid4()}")
    places = f"/embed/one/files/{id}", f"/apps/one/files/{id}", f"/embed/two/files/{id}"
    got = [(await me.http.get(place, params={"pass": mark})).status_code for place in places]
    assert got == [200, 404, 404]
    assert (await me.http.get(places[0], params={"pass": another})).status_code == 404
    assert (await me.http.get(places[0], params={"pass": mark, "download": "1"})).status_code == 200
    assert (await me.http.get(places[0], params={"pass": mark[:-1]})).status_code == 404
    changed = await me.http.delete(places[0], params={"pass": mark}, headers={"Origin": me.headers["Origin"]})
    assert changed.status_code == 401


async def test_an_address_shows_nobody_what_is_not_their_own(me: Visitor, chat: Chat) -> None:
    id = (await answered(chat, me.user)).id
    mark = await signed(me, f"/files/{id}", user="somebody else")
    assert (await me.http.get(f"/embed/one/files/{id}", params={"pass": mark})).status_code == 404


@pytest.mark.parametrize("path", ["", "files/1", "/" + "x" * 500])
async def test_no_address_is_signed_for_what_is_none(me: Visitor, chat: Chat, path: str) -> None:
    headers = {"Origin": me.headers["Origin"], **shown("42")}
    assert (await me.http.post("/embed/one/address", params={"path": path}, headers=headers)).status_code == 404


async def test_no_address_is_signed_for_another_site_s_page_or_for_nobody(me: Visitor, chat: Chat) -> None:
    ask = {"params": {"path": "/files/1"}}
    for headers in (
        {**shown("42"), "Origin": SHOP},
        {**shown("42"), "Origin": me.headers["Origin"], "Sec-Fetch-Site": "cross-site"},
    ):
        assert (await me.http.post("/embed/one/address", headers=headers, **ask)).status_code == 403
    for nobody in (me.headers, {"Origin": me.headers["Origin"], "X-Parley-Pass": "garbage"}):
        assert (await me.http.post("/embed/one/address", headers=nobody, **ask)).status_code == 401


async def test_the_origins_of_an_app_are_told_and_those_of_one_that_has_none_are_as_of_none(
    me: Visitor, chat: Chat
) -> None:
    assert (await me.http.get("/embed/one/origins")).json() == {"origins": [SHOP]}
    assert [(await me.http.get(f"/embed/{slug}/origins")).status_code for slug in ("two", "nope")] == [404, 404]


async def test_the_script_speaks_all_languages_and_is_kept_for_a_while(me: Visitor, chat: Chat) -> None:
    answer = await me.http.get("/embed.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "WORDS" not in answer.text and "Chat öffnen" in answer.text and "打开聊天" in answer.text
    again = await me.http.get("/embed.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")


async def test_the_script_is_small_and_runs_no_text(me: Visitor, chat: Chat) -> None:
    text = (await me.http.get("/embed.js")).text
    assert len(gzip.compress(text.encode(), 6)) <= 6_000
    assert not re.search(r"eval|innerHTML|new Function|document\.write|outerHTML|insertAdjacent", text)
