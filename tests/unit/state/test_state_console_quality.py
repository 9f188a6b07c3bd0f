"""The board of quality: of which app an agent is told that it could not be asked."""

from typing import Any

import pytest

from app.chat import Chat
from app.dify.errors import Unreachable
from app.policy import Role
from app.runs.registry import Runs
from app.state.console_quality import ConsoleQualityState
from tests.unit.served import serve
from tests.unit.state.agents import tab
from tests.unit.state.threads import Task

__all__ = ["tab"]


@pytest.fixture
def board(chat: Chat, tab: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """That of an agent of two apps, of which one is away."""
    lab = Chat("lab", chat._client, chat._ledger, Runs(chat._ledger, chat.runs.log, chat.news))

    async def there(**_: bool) -> None:
        pass

    async def away(**_: bool) -> None:
        raise Unreachable("Away.")

    monkeypatch.setattr(chat.feedbacks, "learn", there)
    monkeypatch.setattr(lab.feedbacks, "learn", away)
    serve(monkeypatch, chat, lab, user="agent-1", role=Role.AGENT)
    return tab.get_substate(ConsoleQualityState.get_full_name().split("."))


async def read(board: Any) -> tuple[str, str]:
    """What is told once that was read which is chosen, and the app that it is told of."""
    await ConsoleQualityState.read.fn(Task(board))
    return board.notice.key, board.notice_app


async def test_an_app_that_is_away_is_named_and_told_of_only_where_it_is_chosen(board, chat):
    told = {}
    for app in ("", chat.slug, "lab"):
        ConsoleQualityState.narrow.fn(board, "app", app)
        told[app] = await read(board)
    assert told == {"": ("error_unreachable", "lab"), chat.slug: ("", ""), "lab": ("error_unreachable", "lab")}
    ConsoleQualityState.narrow.fn(board, "app", "another")
    assert await read(board) == ("gone", "")
