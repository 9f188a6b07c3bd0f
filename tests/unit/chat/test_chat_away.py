"""A ledger into which nothing can be written for a while: what is there can be read, and what was asked is asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.ledger import LedgerFailed, engine, kind_of
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, MESSAGES, conversation, ended, message, page
from tests.unit.runs.registry.steps import altered


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY", 0.05)


@contextmanager
def held(ledger_file: Path) -> Iterator[None]:
    """Somebody else writes for as long as it takes."""
    with closing(sqlite3.connect(ledger_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_conversation_can_be_read_without_being_written(chat, upstream, ledger_file):
    upstream.on(CONVERSATIONS, page(conversation("c1", 1)))
    await chat.conversations.newest(ME)
    file = {"id": "f-1", "type": "image", "url": "https://api.test/files/tools/a.png?sign=x", "belongs_to": "assistant"}
    upstream.on(MESSAGES, page(message("m1", 1, message_files=[file])))
    with held(ledger_file):
        read = await chat.open(ME, "c1")
    assert [(turn.answer, turn.files) for turn in read.turns] == [("An answer.", [])]
    [turn] = (await chat.open(ME, "c1")).turns
    assert [file.name for file in turn.files] == ["a.png"]


async def test_nothing_is_asked_that_cannot_be_recorded(chat, upstream, ledger_file):
    with held(ledger_file), pytest.raises(LedgerFailed) as caught:
        await chat.ask(ME, "", "Why?", {})
    assert kind_of(caught.value) == "away"
    assert upstream.asked(ASK) == []


async def test_a_question_that_was_recorded_is_asked_whatever_else_fails(chat, upstream, ledger_file, caplog):
    image = {"enabled": True, "number_limits": 1, "transfer_methods": ["remote_url"]}
    upstream.on("GET /v1/parameters", {"file_upload": {"image": image}})
    file = await chat.files.link(ME, "https://example.org/lamp.png")
    await altered(ledger_file, "CREATE TRIGGER t BEFORE UPDATE ON files BEGIN SELECT RAISE(FAIL, 'No.'); END")
    run = await chat.ask(ME, "", "Why?", {}, [file.id])
    upstream.stream.say("Because.")
    upstream.stream.finish()
    await ended(run)
    assert len(upstream.asked(ASK)) == 1
    assert "its files or versions could not be recorded" in caplog.text
