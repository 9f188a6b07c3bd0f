"""A shared conversation, for whoever has the link and for nobody else."""

# ruff: noqa: F811

import time

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from app.chat import Chat, Gone
from app.i18n.en import EN
from app.i18n.zh import ZH
from app.identity.cookie import VisitorCookie
from app.ledger import Share
from app.middleware import SecurityHeaders
from app.policy import Role
from app.routes import ROUTES
from app.routes.newcomers import too_many
from app.views import Notice
from tests.unit.chat.talks import MESSAGES, OTHER, answered, message, page
from tests.unit.dify.doubles import serving
from tests.unit.runs.doubles import refused
from tests.unit.served import serve
from tests.unit.test_routes_export import ME, SIGNER, http, learned  # noqa: F401


async def shared(chat: Chat, days: int | None = 30) -> str:
    token, notice = await chat.sharing.share(ME, "c0", days)
    assert notice == Notice()
    return token


async def test_whoever_has_the_link_reads_what_was_there_when_it_was_made(chat, upstream, http):
    await learned(chat, upstream, "A title")
    token = await shared(chat)
    upstream.on(MESSAGES, page(message("m3", 1_790_000_002, "Later.")))
    answer = await http.get(f"/s/{token}", headers={"Cookie": ""})
    assert answer.status_code == 200
    assert "m1?" in answer.text and "Two." in answer.text and "A title" in answer.text
    assert "Later." not in answer.text
    assert EN.ai_disclaimer in answer.text
    assert "<script" not in answer.text


async def test_the_page_is_listed_nowhere_kept_nowhere_and_gives_no_cookie(chat, upstream, http, tmp_path):
    await learned(chat, upstream, "A title")
    token = await shared(chat)
    known = VisitorCookie(Starlette(routes=ROUTES), lambda: SIGNER, too_many)
    whole = SecurityHeaders(known, tmp_path, frozenset, lambda _slug: [])
    async with serving(whole) as address, httpx.AsyncClient(base_url=address.removesuffix("/v1")) as browser:
        for path in (f"/s/{token}", "/s/no-such"):
            headers = (await browser.get(path)).headers
            assert "set-cookie" not in headers
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
            assert "script" not in headers["content-security-policy"]


async def test_unknown_expired_and_revoked_links_all_look_the_same(chat, upstream, http):
    await learned(chat, upstream, "A title")
    expired, revoked = await shared(chat), await shared(chat)
    newest, oldest = await chat.sharing.links(ME)
    await chat.sharing.revoke(ME, newest.id)
    async with chat._ledger.shares._session.begin() as session:
        await session.execute(update(Share).where(Share.id == oldest.id).values(expires_at=time.time() - 1))
    answers = [await http.get(f"/s/{token}") for token in (expired, revoked, "x", "a" * 5000, "%00")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert EN.shared_gone in answers[0].text
    assert ZH.shared_gone in (await http.get("/s/x", headers={"Accept-Language": "zh"})).text
    assert await chat.sharing.links(ME) == []


async def test_the_link_is_kept_nowhere_and_its_readings_are_counted(chat, upstream, http, ledger_file):
    await learned(chat, upstream, "A title")
    token = await shared(chat, None)
    assert len(token) >= 22
    await http.get(f"/s/{token}")
    await http.head(f"/s/{token}")
    [link] = await chat.sharing.links(ME)
    assert (link.title, link.opened, link.expires_at) == ("A title", 1, 0.0)
    kept = b"".join(path.read_bytes() for path in ledger_file.parent.glob("ledger.db*"))
    assert token.encode() not in kept


async def test_a_link_is_its_own_app_s_and_one_that_names_none_outlives_that_others_came(
    chat, upstream, http, ledger, monkeypatch
):
    await learned(chat, upstream, "A title")
    token = await shared(chat)
    other = Chat("app-2", upstream.client, ledger, chat.runs)
    serve(monkeypatch, other, chat, signer=SIGNER)
    places = ["/apps/app-1", "", "/apps/app-2", "/apps/nope"]
    answers = [await http.get(f"{place}/s/{token}") for place in places]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert answers[2].text == answers[3].text
    await other.leave()


async def test_nobody_shares_or_revokes_what_is_somebody_else_s(chat, upstream, http):
    await learned(chat, upstream, "A title")
    token = await shared(chat)
    with pytest.raises(Gone):
        await chat.sharing.share(OTHER, "c0", 1)
    [link] = await chat.sharing.links(ME)
    assert await chat.sharing.links(OTHER) == []
    await chat.sharing.revoke(OTHER, link.id)
    assert (await http.get(f"/s/{token}")).status_code == 200


async def test_a_builder_shares_no_more_than_a_visitor_sees(chat, upstream, http):
    chat._faces._role = Role.BUILDER
    await learned(chat, upstream, "A title")
    thought = {"id": "t", "position": 1, "tool": "search", "tool_input": "secret-in", "observation": "secret-out"}
    rated = {"feedback": {"rating": "like"}, "agent_thoughts": [thought]}
    upstream.on(MESSAGES, page(message("m1", 1_790_000_000, "One.", **rated)))
    own = (await http.get("/export/c0/json")).text
    assert "secret-in" in own and '"like"' in own
    shown = (await http.get(f"/s/{await shared(chat)}")).text
    assert "search" in shown
    assert "secret" not in shown
    assert EN.good_answer not in shown


async def test_what_cannot_be_shared_says_why(chat, upstream, http):
    await learned(chat, upstream, "A title")
    upstream.on(MESSAGES, refused("internal_server_error", status=500))
    assert await chat.sharing.share(ME, "c0", 1) == ("", Notice("share_in_part"))
    upstream.on(MESSAGES, page())
    assert await chat.sharing.share(ME, "c0", 1) == ("", Notice("share_nothing"))
    run = await answered(chat, upstream)
    await chat._ledger.own.forget(chat.slug, run.row.user)
    with pytest.raises(Gone):
        await chat.sharing.share(run.row.user, run.row.conversation_id, 1)
