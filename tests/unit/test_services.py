"""The settings as they reach the parts of the process."""

import asyncio
import os
from pathlib import Path

import pytest

from app import services


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


async def disclaimer() -> str:
    async with services.running():
        return (await services.current().chat.face("user-1")).disclaimer


async def test_a_named_model_reaches_the_embedded_app(monkeypatch):
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert "language model words" in await disclaimer()


async def test_a_key_alone_asks_no_model(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert "not a language model" in await disclaimer()


@pytest.mark.parametrize("database", ["postgresql"])
async def test_a_question_that_was_asked_is_there_after_the_next_start(ledger_url, monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", ledger_url)
    async with services.running():
        chat = services.current().chat
        run = await chat.ask("user-1", "", "How do I install and start Parley?", {})
        async with asyncio.timeout(20):
            await run.closed.wait()
    async with services.running():
        [turn] = (await services.current().chat.open("user-1", run.row.conversation_id)).turns
    assert (turn.question, turn.status) == ("How do I install and start Parley?", "done")
    assert "pip install" in turn.answer
