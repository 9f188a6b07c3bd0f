"""The same by the routes: for an id of another's, another app's and one that is made up, one answer."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from app.routes import ROUTES
from tests.unit.wall.cases import ROUTE_CASES
from tests.unit.wall.conftest import Wall
from tests.unit.wall.things import Things

SITE = "http://parley.test"


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """The caller's browser, on a page of ours."""
    transport = httpx.ASGITransport(Starlette(routes=ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url=SITE, headers={"Origin": SITE}) as client:
        yield client


async def outcome(wall: Wall, browser: httpx.AsyncClient, things: Things, method: str, path: str) -> str:
    asked = len(wall.upstream.requests)
    answer = await browser.request(method, path)
    told = f"{answer.status_code} {dict(answer.headers)} {answer.text} {wall.said_upstream()[asked:]}"
    return things.hidden(told)


@pytest.mark.parametrize("below", ["", "/apps/desk"])
@pytest.mark.parametrize("name", sorted(ROUTE_CASES))
async def test_another_s_id_another_app_s_and_one_that_is_made_up_get_the_same_answer(wall, browser, name, below):
    kept, asked, cases = await wall.kept(), len(wall.upstream.requests), ROUTE_CASES[name]
    for at, _ in enumerate(cases(wall.mine)):
        told = {
            whose: await outcome(wall, browser, its, cases(its)[at][0], below + cases(its)[at][1])
            for whose, its in wall.anybodys.items()
        }
        assert len(set(told.values())) == 1, told
        assert told["made up"].startswith("404 ")
    assert [said for said in wall.said_upstream()[asked:] if not said.startswith("GET ")] == []
    assert await wall.kept() == kept


async def test_a_link_that_is_made_up_or_taken_back_shows_nothing(wall, browser):
    token, _ = await wall.chat.sharing.share("visitor-2", wall.anybodys["a stranger's"].conversation, None)
    assert (await browser.get(f"/s/{token}")).status_code == 200
    [link] = [
        link.id for link in await wall.chat.sharing.links("visitor-2") if link.id != wall.anybodys["a stranger's"].link
    ]
    await wall.chat.sharing.revoke("visitor-2", link)
    answers = [await browser.get(f"/s/{some}") for some in (token, token[::-1])]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
