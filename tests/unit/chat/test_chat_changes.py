"""What of a thread has changed, so that no more than that travels."""

import random
from dataclasses import replace

import pytest

from app.chat import changes
from app.chat.changes import Change
from app.views import Turn


def thread(ids: str) -> list[Turn]:
    return [Turn(id) for id in ids]


def made(before: list[Turn], found: list[Change]) -> list[Turn]:
    turns = list(before)
    for change in found:
        turns[change.at : change.at + change.gone] = change.turns
    return turns


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", []),
        ("", "ab", [(0, 0, "ab")]),
        ("cd", "abcd", [(0, 0, "ab")]),
        ("ab", "abc", [(2, 0, "c")]),
        ("abcd", "ad", [(1, 2, "")]),
        ("abcd", "axd", [(1, 2, "x")]),
        ("abc", "", [(0, 3, "")]),
        ("bdf", "abcdefg", [(0, 0, "a"), (2, 0, "c"), (4, 0, "e"), (6, 0, "g")]),
    ],
)
def test_only_what_came_or_went_is_told(before, after, expected):
    found = changes(thread(before), thread(after))
    assert [(change.at, change.gone, "".join(turn.id for turn in change.turns)) for change in found] == expected


def test_a_turn_that_changed_costs_itself_alone_in_a_thread_of_a_thousand():
    before = [Turn(f"turn-{number}", answer="So. " * 150) for number in range(1000)]
    after = [replace(turn) for turn in before]
    after[3] = replace(after[3], rating="like")
    after[-1] = replace(after[-1], status="failed")
    assert changes(before, after) == [Change(3, 1, [after[3]]), Change(999, 1, [after[-1]])]


@pytest.mark.parametrize("seed", range(50))
def test_the_changes_make_the_new_thread_of_the_old_one_whatever_happened(seed):
    chance = random.Random(seed)
    before = [Turn(str(number), chance.choice("ab")) for number in chance.sample(range(30), chance.randint(0, 20))]
    after = [replace(turn, question=chance.choice("aaab")) for turn in before if chance.random() < 0.8]
    for number in range(100, 100 + chance.randint(0, 6)):
        after.insert(chance.randint(0, len(after)), Turn(str(number)))
    if chance.random() < 0.3:
        chance.shuffle(after)
    assert made(before, changes(before, after)) == after
