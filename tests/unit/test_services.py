"""The settings as they reach the parts of the process."""

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
