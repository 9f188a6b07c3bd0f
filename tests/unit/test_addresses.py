"""Where a page stands: with one app at the root, with several below each app's slug."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.addresses import OwnAddresses, for_visitors, own_address
from app.apps import Apps
from app.catalog import App
from app.chat import Chat
from app.identity import NOBODY, Identities, Person
from app.ledger import Ledger, LedgerFailed
from app.policy import Role
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.runs.doubles import Upstream


def apps(*slugs: str) -> Apps:
    chats: list[Any] = [SimpleNamespace(slug=slug) for slug in slugs]
    return Apps(chats)


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/", "/"),
        ("/c/1", "/c/1"),
        ("/export", "/export"),
        ("/apps", "/"),
        ("/apps/", "/"),
        ("/apps/guide", "/"),
        ("/apps/guide/c/1", "/c/1"),
        ("/apps/guide/export/1/md", "/apps/guide/export/1/md"),
        ("/apps/other", "/apps/other"),
        ("/apps/other/c/1", "/apps/other/c/1"),
    ],
)
def test_with_one_app_its_chat_is_at_the_root(path, own):
    assert own_address(path, apps("guide")) == own


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/", "/apps"),
        ("/c/1", "/c/1"),
        ("/s/token", "/s/token"),
        ("/apps", "/apps"),
        ("/apps/guide", "/apps/guide"),
        ("/apps/guide/c/1", "/apps/guide/c/1"),
        ("/apps/nope", "/apps/nope"),
        ("/css/base.css", "/css/base.css"),
    ],
)
def test_with_several_the_root_is_the_portal(path, own):
    assert own_address(path, apps("guide", "desk")) == own


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", True),
        ("/apps", True),
        ("/apps/", True),
        ("/apps/guide", True),
        ("/apps/guide/c/1", True),
        ("/apps/desk", False),
        ("/apps/desk/c/1", False),
        ("/apps/never", False),
        ("/apps/guide/../desk", False),
        ("/c/1", False),
        ("/guide", False),
        ("/x/guide", False),
        ("/console", False),
        ("/console/numbers", False),
    ],
)
def test_of_several_apps_a_visitor_sees_the_portal_and_those_for_visitors(path, shown):
    entries = [App(slug="guide", embedded="guide", visitors=True), App(slug="desk", embedded="desk")]
    chats: list[Any] = [SimpleNamespace(slug=entry.slug) for entry in entries]
    assert for_visitors(path, Apps(chats, entries)) is shown
    closed = [entry.model_copy(update={"visitors": False}) for entry in entries]
    assert not for_visitors(path, Apps(chats, closed))


def test_no_visitor_sees_the_console_of_the_only_app():
    chats: list[Any] = [SimpleNamespace(slug="guide")]
    guide = Apps(chats, [App(slug="guide", embedded="guide", visitors=True)])
    assert [for_visitors(path, guide) for path in ("/console", "/console/numbers", "/consoles")] == [False, False, True]


@pytest.mark.parametrize("path", ["/", "/c/1"])
@pytest.mark.parametrize("shown", [True, False])
def test_of_the_only_app_a_visitor_sees_all_pages_or_none(path, shown):
    chats: list[Any] = [SimpleNamespace(slug="guide")]
    assert for_visitors(path, Apps(chats, [App(slug="guide", embedded="guide", visitors=shown)])) is shown


async def told(
    known: Apps, method: str, path: str, user: str = "", role: Role = Role.VISITOR, door: Any = None
) -> tuple[int, str]:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.url.path)

    signer: Any = SimpleNamespace(user=lambda _cookie: user, person=lambda _proof: NOBODY)
    identities = Identities(signer, role, door)
    pages = Starlette(routes=[Route("/{path:path}", page, methods=["GET", "POST"])])
    site = OwnAddresses(pages, lambda: known, lambda: identities)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://test") as http:
        answer = await http.request(method, path)
    return answer.status_code, answer.headers.get("location", answer.text)


async def test_a_link_that_brings_a_question_along_keeps_it():
    assert await told(apps("guide"), "GET", "/apps/guide?q=Why%3F") == (307, "/?q=Why%3F")
    assert await told(apps("guide", "desk"), "GET", "/?q=Why") == (307, "/apps")


@pytest.fixture
async def two(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Apps]:
    runs = Runs(ledger, MemoryRunLog())
    chats = [Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "guide")]
    yield Apps(chats)
    for chat in chats:
        await chat.close()


async def test_a_conversation_s_link_from_when_there_was_one_app_leads_to_its_app(ledger: Ledger, two: Apps) -> None:
    mine, _, _ = await ledger.begin("guide", "visitor-1", "Why?", None, {})
    path = f"/c/{mine.id}"
    assert await told(two, "GET", path, "visitor-1") == (307, f"/apps/guide{path}")
    assert await told(two, "GET", f"{path}?q=More", "visitor-1") == (307, f"/apps/guide{path}?q=More")
    for other in (path, "visitor-2"), (path, ""), ("/c/never", "visitor-1"):
        assert await told(two, "GET", *other) == (200, other[0])


async def test_while_the_ledger_is_away_a_conversation_s_link_leads_nowhere_else(two, monkeypatch):
    async def away(*_given: object) -> None:
        raise LedgerFailed("away")

    monkeypatch.setattr(Ledger, "conversation", away)
    assert await told(two, "GET", "/c/1", "visitor-1") == (200, "/c/1")


async def test_what_is_no_page_and_what_changes_something_is_passed_on():
    assert await told(apps("guide"), "POST", "/apps/guide") == (200, "/apps/guide")
    assert await told(apps("guide", "desk"), "GET", "/apps/desk") == (200, "/apps/desk")


async def test_the_portal_is_where_the_build_has_it():
    assert await told(apps("guide", "desk"), "GET", "/apps") == (200, "/apps/")


@pytest.mark.parametrize("user", ["", "visitor-1"])
@pytest.mark.parametrize(
    ("role", "there"), [(Role.VISITOR, False), (Role.MEMBER, False), (Role.BUILDER, False), (Role.AGENT, True)]
)
async def test_for_who_serves_nobody_the_console_is_a_page_that_is_not_there(role, there, user):
    for path in ("/console", "/console/", "/console/numbers", "/console/numbers/"):
        expected = f"{path.rstrip('/')}/" if there else "/nothing"
        assert await told(apps("guide", "desk"), "GET", path, user, role) == (200, expected)


async def test_where_people_sign_in_nobody_is_an_agent_for_what_everybody_is():
    async def person(_scope: object) -> Person:
        return NOBODY

    door = SimpleNamespace(person=person)
    assert await told(apps("guide"), "GET", "/console", "", Role.AGENT, door) == (200, "/nothing")
