"""A tab whose person is another one by the time an answer comes: what was read for the first is shown to nobody."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.chat import Chat
from app.chat.reading import Piece
from app.state.conversations import ConversationsState
from app.state.taking import TakingState
from app.state.thread import ThreadState
from app.views import ConversationRow, Notice, SharedLink
from tests.unit.served import serve
from tests.unit.state.threads import ME, Task

ROW = ConversationRow(id="mine", name="Mine")
LINK = SharedLink(id="one", title="Mine")


class Tab:
    """A browser's tab, and whom its cookie proves."""

    def __init__(self) -> None:
        self.user = ME
        self.state = rx.State(_reflex_internal_init=True)

    def of(self, kind: type[rx.State]) -> Any:
        return self.state.get_substate(kind.get_full_name().split("."))

    async def do(self, kind: type[rx.State], name: str, *args: Any) -> None:
        task: Any = Task(self.of(kind))
        await getattr(kind, name).fn(task, *args)

    def then_another(self, found: Any) -> Callable[..., Awaitable[Any]]:
        async def answer(*_given: Any) -> Any:
            self.user = "visitor-2"
            return found

        return answer


@pytest.fixture
def tab(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Tab:
    made = Tab()
    serve(monkeypatch, chat, signer=SimpleNamespace(user=lambda _cookie: made.user))
    return made


@pytest.mark.parametrize("read", ["newest", "rows"])
async def test_a_list_that_was_read_for_somebody_else(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch, read: str):
    async def rows(*_given: Any) -> list[ConversationRow]:
        return [ROW]

    monkeypatch.setattr(chat.conversations, "rows", rows)
    found = {"newest": Piece({"mine": 1.0}, False), "rows": [ROW]}[read]
    monkeypatch.setattr(chat.conversations, read, tab.then_another(found))
    await tab.do(ConversationsState, "refresh")
    state = tab.of(ConversationsState)
    assert (state.rows, state.loaded) == ([], False)
    assert read == "rows" or state._read.times == {}


async def test_an_older_page_of_somebody_else_s_list(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch):
    tab.of(ConversationsState).has_more = True
    monkeypatch.setattr(chat.conversations, "older", tab.then_another(Piece({"mine": 1.0}, False)))
    await tab.do(ConversationsState, "older")
    assert tab.of(ConversationsState)._read.times == {}


async def test_a_line_of_somebody_else_s_list(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch):
    async def see(*_given: Any) -> None:
        """It is theirs."""

    monkeypatch.setattr(chat.conversations, "see", see)
    monkeypatch.setattr(chat.conversations, "row", tab.then_another(ROW))
    await tab.do(ConversationsState, "opened", "mine")
    assert tab.of(ConversationsState).changed == {}


async def test_a_link_to_somebody_else_s_conversation(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch):
    tab.of(ThreadState).conversation_id = "mine"
    monkeypatch.setattr(chat.sharing, "share", tab.then_another(("a token", Notice())))
    await tab.do(TakingState, "share", {"days": "1"})
    state = tab.of(TakingState)
    assert (state.token, state.links) == ("", [])


async def test_links_to_somebody_else_s_conversations(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chat.sharing, "links", tab.then_another([LINK]))
    await tab.do(TakingState, "look")
    assert tab.of(TakingState).links == []


async def test_what_is_wrong_with_somebody_else_s_form(tab: Tab, chat: Chat, monkeypatch: pytest.MonkeyPatch):
    problems = {"city": Notice("field_wrong")}
    monkeypatch.setattr(chat, "answer_form", tab.then_another((None, problems)))
    await tab.do(ThreadState, "answer_form", "turn", "form", "send", {})
    assert (tab.of(ThreadState).form_problems, tab.of(ThreadState).notice) == ({}, Notice())
