"""Icons of tools and of the app."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.chat import Chat
from app.i18n.en import EN
from app.identity import COOKIE
from app.routes.common import ours
from tests.unit.routes.site import PNG, POLICY, App, Visitor


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
