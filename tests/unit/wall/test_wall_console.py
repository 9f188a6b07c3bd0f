"""The console is an agent's: to anybody else no handler of it shows or changes anything."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.identity import Person
from app.ledger import Conversation
from app.policy import Role
from app.views import CannedReply, InboxLine
from tests.unit.wall.consoles import console
from tests.unit.wall.rules import HANDLERS, SERVES

__all__ = ["console"]

EVER = *(str(date.today() + timedelta(days)) for days in (-1, 1)), "UTC"
CALLS: dict[str, Callable[[Conversation], tuple[Any, ...]]] = {
    "ConsoleBesideState.assign": lambda _: ("me",),
    "ConsoleBesideState.drop_label": lambda _: ("late",),
    "ConsoleBesideState.look": lambda _: (),
    "ConsoleBesideState.put_label": lambda _: ({"label": "late"},),
    "ConsoleBringingState.cancel": lambda _: (),
    "ConsoleBringingState.leave": lambda _: (),
    "ConsoleBringingState.bring": lambda _: ({"user": "visitor-9"},),
    "ConsoleNotesState.drop": lambda _: ("note",),
    "ConsoleNotesState.read": lambda _: (),
    "ConsoleNotesState.save": lambda row: (f"{row.app} {row.id}", "1", "Lamps, @Bea", ""),
    "ConsoleNumbersState.arrive": lambda _: (),
    "ConsoleNumbersState.look": lambda row: (row.app, *EVER),
    "ConsoleQualityState.arrive": lambda _: (),
    "ConsoleQualityState.bring": lambda row: (row.app, "answer"),
    "ConsoleQualityState.mark": lambda row: (row.app, row.id, "answer", True),
    "ConsoleQualityState.narrow": lambda row: ("app", row.app),
    "ConsoleQualityState.read": lambda _: (),
    "ConsoleQualityState.turn": lambda _: ("bad", True),
    "ConsoleReferencesState.look": lambda row: (row.id,),
    "ConsoleCannedState.drop": lambda _: ("canned",),
    "ConsoleCannedState.edit": lambda _: ("canned",),
    "ConsoleCannedState.keep": lambda _: ({"title": "Hello", "text": "Hello."},),
    "ConsoleCannedState.look": lambda _: (),
    "ConsoleCorrectingState.begin": lambda row: (row.id,),
    "ConsoleCorrectingState.begin_with": lambda _: (),
    "ConsoleCorrectingState.leave": lambda _: (),
    "ConsoleCorrectingState.save": lambda _: ({"question": "Why?", "answer": "So."},),
    "ConsoleDraftState.ask_again": lambda row: (row.id,),
    "ConsoleDraftState.discard": lambda _: (),
    "ConsoleDraftState.draft": lambda _: (),
    "ConsoleDraftState.stop": lambda _: (),
    "ConsoleReplyState.hand_back": lambda _: ({"context": "It is dark."},),
    "ConsoleReplyState.look_back": lambda _: (),
    "ConsoleReplyState.rather_not": lambda _: (),
    "ConsoleReplyState.say": lambda row: (row.app, row.id, "1", "Hello.", []),
    "ConsoleReplyState.take": lambda _: (True,),
    "ConsoleState.choose_view": lambda _: ("view",),
    "ConsoleState.count": lambda _: (),
    "ConsoleState.drop_view": lambda _: ("view",),
    "ConsoleState.follow": lambda _: (),
    "ConsoleState.keep_view": lambda _: ({"name": "Mine"},),
    "ConsoleState.look_for": lambda _: ({"q": "lamps"},),
    "ConsoleState.narrow": lambda _: ("status", "open"),
    "ConsoleState.read": lambda _: (),
    "ConsoleState.begin_anew": lambda _: (),
    "ConsoleState.begin_at": lambda row: (row.app, row.id),
    "ConsoleState.read_back": lambda _: (),
    "ConsoleState.read_on": lambda _: (),
    "ConsoleState.widen": lambda _: (),
    "ConsoleThreadState.close": lambda _: (),
    "ConsoleThreadState.follow": lambda _: (),
    "ConsoleThreadState.look": lambda _: (True,),
    "ConsoleThreadState.mark_unread": lambda _: (),
    "ConsoleThreadState.open": lambda row: (row.app, row.id),
    "ConsoleThreadState.read_older": lambda _: (),
    "ConsoleThreadState.put_status": lambda _: ("resolved",),
    "ConsoleThreadState.renew": lambda _: (),
    "ConsoleThreadState.stream": lambda _: (),
    "ConsoleThreadState.tell_anew": lambda _: (),
    "ConsoleThreadState.write": lambda _: (),
}


def test_every_handler_of_the_console_is_tried():
    assert set(CALLS) == {name for name, rule in HANDLERS.items() if rule is SERVES}


@pytest.mark.parametrize(
    ("person", "serves"),
    [
        (Person("u", Role.VISITOR, "Anna"), False),
        (Person("u", Role.MEMBER, "Anna"), False),
        (Person("u", Role.AGENT), True),
        (Person("u", Role.BUILDER), False),
        (Person("u", Role.BUILDER, "Anna"), True),
        (Person("u", Role.ADMIN), True),
    ],
)
def test_who_serves_others(person, serves):
    assert person.serves is serves


@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER, Role.BUILDER])
@pytest.mark.parametrize("name", CALLS)
async def test_who_is_no_agent_is_shown_nothing_and_changes_nothing(console, role, name):
    it = console(role)
    row, kept = it.rows["desk"], await it.kept()
    it.state("ConsoleCannedState").editing = CannedReply("canned")
    it.state("ConsoleThreadState").line = InboxLine(key=f"desk {row.id}", app="desk", id=row.id)
    await it.call(name, *CALLS[name](row))
    assert await it.kept() == kept
    shown = it.shown()
    assert "visitor-1" not in shown
    assert "amps in" not in shown


async def test_of_an_app_that_is_not_theirs_an_agent_takes_nothing(console):
    it = console(Role.AGENT)
    row, kept = it.rows["lab"], await it.kept()
    it.state("ConsoleThreadState").line = InboxLine(key=f"lab {row.id}", app="lab", id=row.id)
    for name, call in CALLS.items():
        if name.startswith("ConsoleReplyState."):
            await it.call(name, *call(row))
            assert it.state("ConsoleReplyState").notice.key in ("gone", "")
    assert await it.kept() == kept
