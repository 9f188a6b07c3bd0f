"""Whose an id is makes no difference to whoever may not have it, and nothing of its owner's changes."""

import asyncio
from typing import Any

import pytest
import reflex as rx

from app.state.thread import ThreadState
from tests.unit.state.threads import Task, opened
from tests.unit.wall.cases import HANDLER_CASES
from tests.unit.wall.conftest import Wall
from tests.unit.wall.listed import states
from tests.unit.wall.rules import HANDLERS, LOOKED_UP
from tests.unit.wall.things import Things

KINDS = {state.__name__: state for state in states()}
PATIENCE = 30.0  # seconds
FOLLOWS = 1.0  # seconds: what has found a running answer of one's own follows it
QUIET = {"ThreadState.move", "ThreadState.see_stopped"}  # what is one's own is seen by the event that follows, or later


async def outcome(wall: Wall, name: str, things: Things, arguments: tuple[Any, ...]) -> str:
    """What a call comes to, in a tab that shows a conversation of the caller's: what it then shows, which events
    follow, and what the app is asked."""
    tab: Any = rx.State(_reflex_internal_init=True)
    thread = tab.get_substate(ThreadState.get_full_name().split("."))
    await opened(thread, wall.mine.conversation)
    kind, _, method = name.partition(".")
    state = tab.get_substate(KINDS[kind].get_full_name().split("."))
    handler, asked = getattr(KINDS[kind], method), len(wall.upstream.requests)
    follows = handler.fn(Task(state) if handler.is_background else state, *arguments)
    if asyncio.iscoroutine(follows):
        try:
            follows = await asyncio.wait_for(follows, FOLLOWS if things is wall.mine else PATIENCE)
        except TimeoutError:
            follows = "it goes on"
    shown = {**tab.dict(), "moves": 0}
    told = f"{follows} {shown} {thread._turns()} {wall.said_upstream()[asked:]}"
    return things.hidden(told.replace(thread.thread_key, "<key>"))


@pytest.mark.parametrize("name", sorted(HANDLER_CASES))
async def test_another_s_id_another_app_s_and_one_that_is_made_up_come_to_the_same(wall, name):
    """And one's own comes to something, which shows that the call was a right one."""
    kept, asked, cases, found = await wall.kept(), len(wall.upstream.requests), HANDLER_CASES[name], set[str]()
    for at, _ in enumerate(cases(wall.mine)):
        told = {whose: await outcome(wall, name, its, cases(its)[at]) for whose, its in wall.anybodys.items()}
        assert len(set(told.values())) == 1, told
        found |= set(told.values())
    assert [said for said in wall.said_upstream()[asked:] if not said.startswith("GET ")] == []
    if HANDLERS[name] is LOOKED_UP and name not in QUIET:
        assert await outcome(wall, name, wall.mine, cases(wall.mine)[0]) not in found
    assert await wall.kept() == kept
