"""By whatever method of the inbox: of an app that is not an agent's nothing is seen, and nothing there is changed."""

import inspect
from typing import Any

import pytest

from app.apps import Apps
from app.apps.inbox import Inbox
from app.catalog import App
from app.chat import Chat, Gone
from app.identity import Person
from app.ledger import Conversation
from app.ledger.inbox import Filter
from app.policy import Role
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import InboxLine
from tests.unit.sql import sql

AGENT = Person("agent-1", Role.AGENT, "Anna")
TABLES = "conversations", "messages", "labels", "ratings", "inbox_seen"
# What stands for an argument of that name, where it is neither an app nor an id.
GIVEN: dict[str, Any] = {
    "user": "guest-1", "status": "resolved", "label": "late", "on": True, "agent": AGENT.user, "text": "lamps",
    "filter": Filter(apps=("lab",)), "page": None, "name": "Mine", "choices": {"app": "lab"},
    "number": "1", "context": "none", "until": 0.0, "media_type": "image/png", "size": 1, "stream": None,
    "turn_id": "turn-1", "note": "note-1", "question": "Why?", "answer": "Because.", "title": "Mine",
    "file_id": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip
METHODS = [
    name
    for name, it in inspect.getmembers(Inbox)
    if not name.startswith("_") and (inspect.iscoroutinefunction(it) or inspect.isasyncgenfunction(it))
]


@pytest.fixture
async def lab(ledger, upstream) -> tuple[Inbox, Conversation]:
    """The inbox of an agent who is in no group, and a conversation of an app that is for ``makers``."""
    runs = Runs(ledger, MemoryRunLog())
    chats = [Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "lab")]
    entries = [App(slug="desk", embedded="desk"), App(slug="lab", embedded="guide", groups=["makers"])]
    row, _, run = await ledger.begin("lab", "guest-1", "Lamps in the lab?", None, {})
    await ledger.end(run, "done", answer="Yes, lamps.")
    return Inbox(Apps(chats, entries).open_to(AGENT), AGENT), row


def arguments(method: Any, row: Conversation, app: str) -> dict[str, Any]:
    line = InboxLine(key=f"{app} {row.id}", app=app, id=row.id, user="guest-1")
    known = {**GIVEN, "app": app, "apps": [app], "id": row.id, "line": line}
    needed = [it for it in inspect.signature(method).parameters.values() if it.name in known or it.default is it.empty]
    return {it.name: known[it.name] for it in needed}


@pytest.mark.parametrize("app", ["lab", "nowhere"])
@pytest.mark.parametrize("name", METHODS)
async def test_of_an_app_that_is_not_the_agent_s_nothing_is_seen_or_changed(ledger, upstream, lab, name, app):
    inbox, row = lab
    before = [await sql(ledger, f"SELECT * FROM {table}") for table in TABLES]
    method = getattr(inbox, name)
    given = arguments(method, row, app)
    try:
        told = repr(
            [it async for it in method(**given)] if inspect.isasyncgenfunction(method) else await method(**given)
        )
    except Gone as refused:
        told = type(refused).__name__
    # Whose it is was given; how much there is of them was not.
    assert "amps" not in told and row.id not in told and "count=1" not in told
    assert [await sql(ledger, f"SELECT * FROM {table}") for table in TABLES] == before
    assert upstream.requests == []
