"""One's own account: where one is signed in, and ending that elsewhere."""

from dataclasses import replace
from typing import Any

import pytest
import reflex as rx
from starlette.datastructures import Headers

from app import services
from app.state.account import AccountState
from app.state.session import SessionState
from tests.unit.sign_in.site import PASSWORD, Browser, Site
from tests.unit.state.threads import Task


@pytest.fixture
async def site(site: Site) -> Site:
    await site.ledger.accounts.add("bert", await site.passwords.hashed(PASSWORD), [])
    return site


async def tab(site: Site, browser: Browser) -> rx.State:
    """A tab whose socket was opened by that browser."""
    headers = [(b"cookie", f"parley_session={browser.cookie}".encode())]
    scope = {"type": "websocket", "scheme": "ws", "headers": headers, "client": ("127.0.0.1", 1)}
    admitted = await services.current().identities.admitted(scope)
    made = rx.State(_reflex_internal_init=True)
    if admitted is not None:
        cookie = Headers(scope=admitted)["cookie"]
        made.router = replace(made.router, headers=replace(made.router.headers, cookie=cookie))
    return made


async def look(state: rx.State, revoke: str = "") -> AccountState:
    account: Any = state.get_substate(AccountState.get_full_name().split("."))
    await (AccountState.revoke.fn(Task(account), revoke) if revoke else AccountState.look.fn(Task(account)))
    return account  # type: ignore[no-any-return]


async def two(site: Site) -> tuple[Browser, Browser]:
    phone, desk = (
        site.browser(**{"User-Agent": f"Mozilla/5.0 ({system}) Gecko Firefox/140.0"}) for system in ("Android", "Linux")
    )
    for browser in (phone, desk):
        await browser.sign_in()
    return phone, desk


async def test_a_person_sees_where_they_are_signed_in_and_ends_it_there(site: Site):
    phone, desk = await two(site)
    state = await tab(site, desk)
    account = await look(state)
    assert [(row.device, row.here) for row in account.sessions] == [
        ("Firefox, Linux", True),
        ("Firefox, Android", False),
    ]
    account = await look(state, account.sessions[1].id)
    assert [row.here for row in account.sessions] == [True]
    assert [await browser.is_in() for browser in (phone, desk)] == [False, True]


async def test_nobody_ends_or_sees_another_s(site: Site):
    phone, desk = await two(site)
    other = site.browser()
    await other.sign_in("bert")
    theirs = (await look(await tab(site, desk))).sessions
    account = await look(await tab(site, other), theirs[1].id)
    assert len(account.sessions) == 1 and account.sessions[0].id not in {row.id for row in theirs}
    assert await phone.is_in()
    await desk.post("/sign-out?everywhere=1")
    assert (await look(rx.State(_reflex_internal_init=True))).sessions == []


async def test_the_page_knows_who_has_signed_in(site: Site, monkeypatch):
    monkeypatch.setattr("app.state.session.chat_of", lambda _state: Away())
    phone, _ = await two(site)
    state = await tab(site, phone)
    session: Any = state.get_substate(SessionState.get_full_name().split("."))
    await SessionState.enter.fn(Task(session))
    assert (session.account, session.can_leave) == ("anna", True)


class Away:
    slug = "guide"

    async def face(self, _user: str, _known: Any) -> Any:
        from app.dify.errors import Unreachable

        raise Unreachable("nothing answers")
