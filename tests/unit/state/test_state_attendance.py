"""An agent is there while the console is open, and the pages of those who wait are told."""

from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.news import Awaited, Changed
from app.policy import Role
from app.state import console, news
from app.state import sockets as sockets_module
from app.state.console import ConsoleState
from app.state.news import NewsState
from app.state.thread import ThreadState
from tests.unit.chat.talks import ME
from tests.unit.served import serve
from tests.unit.state.threads import Task

AGENT = "agent-1"


@pytest.fixture
def tab(monkeypatch) -> Any:
    sockets = SimpleNamespace(sid_to_token={"": ""}, namespace="", server=SimpleNamespace(get_environ=lambda *_: {}))
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    return rx.State(_reflex_internal_init=True)


async def test_an_agent_stays_there_while_the_console_is_open(tab, chat, ledger, monkeypatch):
    monkeypatch.setattr(console, "STAYED", 0.0)
    serve(monkeypatch, chat, user=AGENT, role=Role.AGENT)
    state = tab.get_substate(ConsoleState.get_full_name().split("."))
    async with aclosing(ConsoleState.follow.fn(Task(state))) as events:
        assert await anext(events) is ConsoleState.read
        [first] = await ledger.inbox.agents(chat.slug)
        assert await anext(events) is ConsoleState.count
        await chat.news.publish(chat.slug, ME, Changed("conversation"))
        assert await anext(events) is ConsoleState.count
    [then] = await ledger.inbox.agents(chat.slug)
    assert (then.agent, then.came_at > first.came_at) == (AGENT, True)
    assert await ledger.inbox.attended([chat.slug, "another"]) == {chat.slug}


async def test_a_page_asks_anew_whether_somebody_is_there(tab, chat, monkeypatch):
    serve(monkeypatch, chat, user=ME)
    state = tab.get_substate(NewsState.get_full_name().split("."))
    async with aclosing(NewsState.follow.fn(Task(state))) as events:
        assert await anext(events) is news.ConversationsState.refresh
        await chat.news.publish(chat.slug, ME, Awaited("conversation"))
        asked = await anext(events)
    assert (asked.handler, asked.args[0][1]._var_value) == (ThreadState.hear, "conversation")
