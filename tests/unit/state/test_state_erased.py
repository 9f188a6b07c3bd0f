"""A page whose person was erased, or has become somebody else, begins anew with nothing of before."""

from contextlib import aclosing
from types import SimpleNamespace

import pytest
import reflex as rx

from app.news import Erased, Kept, MemoryNews
from app.state import news as news_module
from app.state import portal as portal_module
from app.state import sockets as sockets_module
from app.state.news import NewsState
from app.state.portal import PortalState
from app.state.session import SessionState
from app.state.wall import own
from tests.unit.served import serve
from tests.unit.state.threads import Task

ME = "visitor-1"


@pytest.fixture
def news(monkeypatch) -> MemoryNews:
    made = MemoryNews()
    serve(monkeypatch, SimpleNamespace(slug="guide", news=made), user=ME)
    sockets = SimpleNamespace(sid_to_token={"": ""})
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    return made


@pytest.fixture
def ended(monkeypatch, news) -> list[str]:
    found = list[str]()

    async def end(socket: str) -> None:
        found.append(socket)
        news.close()

    for module in (news_module, portal_module):
        monkeypatch.setattr(module.sockets, "end", end)
    return found


@pytest.mark.parametrize("item", [Erased(), Kept()])
@pytest.mark.parametrize("kind", [NewsState, PortalState])
async def test_its_socket_ends_and_its_state_is_found_empty(news, ended, kind, item):
    root = rx.State(_reflex_internal_init=True)
    assert await own(root)
    state = root.get_substate(kind.get_full_name().split("."))
    session = root.get_substate(SessionState.get_full_name().split("."))
    assert isinstance(session, SessionState)
    session.account = "Seen before"
    async with aclosing(kind.follow.fn(Task(state))) as following:
        await anext(following)
        await news.publish("guide", ME, item)
        async for _ in following:
            pass
    assert ended == [""]
    assert await own(root)
    assert session.account == ""
