"""Two apps of one ledger, and what three have there: a stranger here, the caller in the other app, the caller here."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from app.chat import Chat, leaving
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.runs.doubles import Upstream
from tests.unit.served import serve
from tests.unit.sql import sql
from tests.unit.wall.things import Things, things_of

ME, STRANGER = "visitor-1", "visitor-2"
TABLES = "conversations", "messages", "runs", "files", "shares"


@dataclass
class Wall:
    """``upstream`` is the server of both apps. ``anybodys`` are the things that are not the caller's in this app."""

    ledger: Ledger
    chat: Chat
    upstream: Upstream
    anybodys: dict[str, Things]
    mine: Things

    async def kept(self) -> str:
        """All rows of the ledger that are not the caller's in this app."""
        not_mine = f"NOT (app = 'desk' AND \"user\" = '{ME}')"
        rows = {t: await sql(self.ledger, f"SELECT * FROM {t} WHERE {not_mine} ORDER BY id") for t in TABLES}
        assert all(rows.values())
        return repr(rows)

    def said_upstream(self) -> list[str]:
        return [f"{item.method} {item.url.path} {item.content!r}" for item in self.upstream.requests]


@pytest.fixture
async def wall(ledger: Ledger, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wall]:
    monkeypatch.setattr(leaving, "UNDO", 3600.0)  # What is deleted can be had back for as long as the test takes.
    runs = Runs(ledger, MemoryRunLog())
    desk, lab = (Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "lab"))
    anybodys = {
        "a stranger's": await things_of(desk, upstream, STRANGER),
        "of another app": await things_of(lab, upstream, ME),
        "made up": Things.made_up(),
    }
    mine = await things_of(desk, upstream, ME)
    serve(monkeypatch, desk, user=ME)
    yield Wall(ledger, desk, upstream, anybodys, mine)
    await desk.close()
    await lab.close()
