"""A tab at the console, of whom the test says who it is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.catalog import App
from app.chat import Chat
from app.ledger import Conversation, Ledger
from app.news import MemoryNews
from app.policy import Role
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.state import sockets as sockets_module
from app.state.console import ConsoleState
from app.state.console_beside import ConsoleBesideState
from app.state.console_bringing import ConsoleBringingState
from app.state.console_canned import ConsoleCannedState
from app.state.console_correcting import ConsoleCorrectingState
from app.state.console_draft import ConsoleDraftState
from app.state.console_notes import ConsoleNotesState
from app.state.console_numbers import ConsoleNumbersState
from app.state.console_quality import ConsoleQualityState
from app.state.console_references import ConsoleReferencesState
from app.state.console_reply import ConsoleReplyState
from app.state.console_thread import ConsoleThreadState
from tests.unit.chat.talks import CONVERSATIONS, MESSAGES, conversation, message, page
from tests.unit.runs.doubles import Upstream
from tests.unit.served import serve
from tests.unit.sql import sql
from tests.unit.state.threads import Task

AGENT = "agent-1"
TABLES = (
    "canned_replies", "conversations", "corrections", "inbox_agents", "inbox_seen", "inbox_views", "labels", "mentions",
    "messages", "notes", "ratings",
)  # fmt: skip
STATES = (
    ConsoleBesideState, ConsoleBringingState, ConsoleCannedState, ConsoleCorrectingState, ConsoleDraftState,
    ConsoleNotesState, ConsoleNumbersState, ConsoleQualityState, ConsoleReferencesState, ConsoleReplyState,
    ConsoleState, ConsoleThreadState,
)  # fmt: skip
KINDS: dict[str, Any] = {kind.__name__: kind for kind in STATES}


@dataclass
class Console:
    """A tab on a ledger with a conversation of a visitor's in each of two apps; the second is for ``makers``."""

    ledger: Ledger
    rows: dict[str, Conversation]
    tab: Any

    def state(self, kind: str) -> Any:
        return self.tab.get_substate(KINDS[kind].get_full_name().split("."))

    async def call(self, name: str, *given: Any) -> None:
        """To its end, and whatever follows."""
        kind, _, method = name.partition(".")
        handler, state = getattr(KINDS[kind], method), self.state(kind)
        follows = handler.fn(Task(state) if handler.is_background else state, *given)
        if asyncio.iscoroutine(follows):
            follows = await follows
        elif hasattr(follows, "__anext__"):
            follows = [event async for event in follows]
        for event in follows if isinstance(follows, list) else [follows]:
            for name in ("read", "count"):
                if event is getattr(ConsoleState, name):
                    await self.call(f"ConsoleState.{name}")
            if event is ConsoleThreadState.renew:
                await self.call("ConsoleThreadState.renew")

    async def kept(self) -> str:
        return repr([await sql(self.ledger, f"SELECT * FROM {table}") for table in TABLES])

    def shown(self) -> str:
        return repr([self.state(kind).dict() for kind in KINDS])


@pytest.fixture
async def console(ledger: Ledger, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    news = MemoryNews()
    runs, rows = Runs(ledger, MemoryRunLog(), news), {}
    chats = [Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "lab")]
    for chat in chats:
        rows[chat.slug], _, run = await ledger.begin(chat.slug, "visitor-1", f"Lamps in {chat.slug}?", None, {})
        await ledger.end(run, "done", answer="Yes, lamps.")
    upstream.on(CONVERSATIONS, page(conversation("c", 5, "Boats")))
    upstream.on(MESSAGES, page(message("Boats", 5, "Yes, boats.")))
    makers = App(slug="lab", embedded="guide", groups=["makers"])
    sockets = SimpleNamespace(sid_to_token={"": ""}, namespace="", server=SimpleNamespace(get_environ=lambda *_: {}))
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    news.close()  # who follows sees that nobody does, and ends

    def come(role: Role, groups: tuple[str, ...] = ()) -> Console:
        serve(monkeypatch, *chats, user=AGENT, role=role, groups=groups, entries=[makers])
        return Console(ledger, rows, rx.State(_reflex_internal_init=True))

    yield come
    for chat in chats:
        await chat.close()
