"""The thread on its way to the page: the state tells changes, the page's own script puts them together, in Node."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from reflex.utils.format import json_dumps

from app.state.turns import SLOTS
from app.views import Turn
from tests.unit.state.threads import shown

SCRIPT = Path(__file__).parents[3] / "assets" / "js" / "turns.js"
NODE = Path(sys.executable).parent / "node"
TAKE = f"""
import {{ keyOf, take, turnsNow }} from {json.dumps(SCRIPT.as_uri())};
import {{ readFileSync }} from "node:fs";
const seen = JSON.parse(readFileSync(0));
const look = ([key, slots]) => [take(key, slots), turnsNow().map(keyOf), turnsNow().at(-1)?.answer];
console.log(JSON.stringify(seen.map(look)));
"""


def told(thread: Any) -> Any:
    """What the page has of the thread: the key, and the slots in no order."""
    slots = [getattr(thread, slot) for slot in SLOTS]
    random.Random(len(shown(thread))).shuffle(slots)
    return json.loads(json_dumps([thread.thread_key, slots]))


def taken(*seen: Any) -> list[Any]:
    """Whether the page missed something, its turns, and the last answer, each time that it looked."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", TAKE],
        input=json.dumps(seen), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found


def test_the_page_has_the_thread_that_the_state_has(thread):
    seen, expected = [], []

    def look() -> None:
        turns = shown(thread)
        seen.append(told(thread))
        expected.append([False, [turn.id for turn in turns], turns[-1].answer if turns else None])

    look()
    thread._forget_turns()
    look()
    thread._show_history([Turn("c"), Turn("d")])
    thread._put(Turn("e", status="running"))
    look()
    look()
    thread._put(Turn("e", answer="So."))
    look()
    thread._show_history([Turn(id) for id in "abcd"])
    thread._put(Turn("f"))
    look()
    thread._cut_from("d")
    for number in range(5):
        thread._put(Turn("g", answer=f"{number}"))
    look()
    thread._forget_turns()
    look()
    assert taken(*seen) == expected


def test_a_page_that_missed_a_change_says_so_and_has_it_all_when_it_is_told_anew(thread):
    thread._forget_turns()
    thread._put(Turn("a"))
    before = told(thread)
    for number in range(len(SLOTS) + 1):
        thread._put(Turn(f"b{number}"))
    missed = told(thread)
    type(thread).tell_anew.fn(thread)
    first, second, third = taken(before, missed, told(thread))
    assert (first, second) == ([False, ["a"], ""], [True, ["a"], ""])
    assert third == [False, [turn.id for turn in shown(thread)], ""]


def test_what_changes_in_a_thread_of_a_thousand_turns_costs_its_own_bytes(thread):
    thread._forget_turns()
    turns = [Turn(f"turn-{number}", answer="So. " * 150) for number in range(1000)]
    thread._show_history(turns[500:])
    thread._show_history(turns)
    cost = []
    for change in (
        lambda: thread._put(replace(turns[3], rating="like")),
        lambda: thread._put(Turn("running", status="running")),
        lambda: thread._put(Turn("running", answer="So. " * 150)),
        lambda: thread._take_away("turn-700"),
    ):
        thread.dirty_vars.clear()
        change()
        cost.append(len(json_dumps({name: getattr(thread, name) for name in thread.dirty_vars if name[0] != "_"})))
    assert max(cost) < 2000
