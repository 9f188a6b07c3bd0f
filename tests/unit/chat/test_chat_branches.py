"""A thread as a tree, as values: which turns are shown, and what stands beside them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.branches import Node, leading_to, path
from app.views import Turn


def node(id: str, parent: str | None = None, gone: bool = False) -> Node:
    return Node(Turn(id=id, question=f"{id}?"), parent, gone)


def shown(nodes: list[Node], chosen: dict[str, str] | None = None) -> str:
    """The ids of the turns that are shown, each with its place among several: ``a b2/3``."""
    turns = path(nodes, chosen or {})
    return " ".join(turn.id + (f"{turn.number}/{turn.count}" if turn.count > 1 else "") for turn in turns)


def test_an_empty_thread_shows_nothing():
    assert path([], {}) == []
    assert path([node("a", "", gone=True)], {}) == []


@pytest.mark.parametrize(
    "nodes",
    [
        [node("a", ""), node("b", "a"), node("c", "b")],
        [node("a"), node("b"), node("c")],
        [node("a"), node("b", "a"), node("c")],
        [node("a", ""), node("b"), node("c", "b")],
    ],
    ids=["recorded", "unrecorded", "recorded in the middle", "unrecorded in the middle"],
)
def test_a_thread_without_forks_is_a_line(nodes):
    assert shown(nodes) == "a b c"
    assert [(turn.parent, turn.before, turn.after) for turn in path(nodes, {})] == [
        ("", "", ""), ("a", "", ""), ("b", "", ""),
    ]  # fmt: skip


FORKS = {
    "at the beginning": ([node("a", ""), node("b", "a"), node("A", "")], "", "A2/2", "a1/2 b"),
    "in the middle": (
        [node("a", ""), node("b", "a"), node("c", "b"), node("B", "a"), node("d", "B")],
        "a", "a B2/2 d", "a b1/2 c",
    ),
    "at the end": ([node("a", ""), node("b", "a"), node("B", "a")], "a", "a B2/2", "a b1/2"),
}  # fmt: skip


@pytest.mark.parametrize(("nodes", "fork", "newest", "earlier"), FORKS.values(), ids=FORKS)
def test_the_newest_version_is_shown_until_another_is_chosen(nodes, fork, newest, earlier):
    assert shown(nodes) == newest
    first = earlier.split("1/2")[0].split()[-1]
    assert shown(nodes, {fork: first}) == earlier


def test_each_of_three_versions_knows_those_beside_it():
    nodes = [node("a", ""), node("b", "a"), node("c", "a"), node("d", "a")]
    found = [path(nodes, {"a": id})[-1] for id in "bcd"]
    assert [(turn.number, turn.count, turn.before, turn.after) for turn in found] == [
        (1, 3, "", "c"), (2, 3, "b", "d"), (3, 3, "c", ""),
    ]  # fmt: skip
    assert [turn.first for turn in found] == ["b"] * 3
    assert path(nodes, {})[0].first == ""


def test_a_choice_that_is_no_longer_there_gives_way_to_the_newest():
    nodes = [node("a", ""), node("b", "a"), node("c", "a", gone=True), node("d", "a")]
    assert shown(nodes, {"a": "c"}) == shown(nodes, {"a": "nothing"}) == shown(nodes, {"x": "b"}) == "a d2/2"


def test_a_fork_within_a_fork_keeps_its_own_choice():
    nodes = [node("a", ""), node("b", "a"), node("c", "b"), node("C", "b"), node("B", "a"), node("d", "B")]
    assert shown(nodes) == "a B2/2 d"
    assert shown(nodes, {"a": "b"}) == "a b1/2 C2/2"
    assert shown(nodes, {"a": "b", "b": "c"}) == "a b1/2 c1/2"
    assert shown(nodes, {"a": "B", "b": "c"}) == "a B2/2 d"


def test_what_followed_a_turn_that_was_asked_again_moves_up():
    nodes = [node("a", ""), node("b", "a", gone=True), node("c", "b"), node("d", "c")]
    assert shown(nodes) == "a c d"
    assert path(nodes, {})[1].parent == "a"
    again = [node("a", ""), node("b", "a", gone=True), node("c", "b", gone=True), node("d", "c"), node("B", "a")]
    assert shown(again) == "a B2/2"
    assert shown(again, {"a": "d"}) == "a d1/2"


def test_an_unrecorded_turn_follows_also_one_that_was_asked_again():
    assert shown([node("a"), node("b", gone=True), node("c")]) == "a c"
    assert shown([node("a", gone=True), node("b")]) == "b"


def test_a_turn_from_elsewhere_follows_the_newest_one_on_whichever_branch():
    nodes = [node("a", ""), node("b", "a"), node("B", "a"), node("elsewhere")]
    assert shown(nodes) == "a B2/2 elsewhere"
    assert shown(nodes, {"a": "b"}) == "a b1/2"


def test_a_thread_that_is_read_in_part_begins_with_what_was_read():
    assert shown([node("d", "c"), node("e", "d")]) == "d e"
    assert path([node("d", "c"), node("e", "d")], {})[0].parent == "c"


def test_the_versions_below_a_turn_that_was_not_read_are_versions():
    nodes = [node("d", "c"), node("e", "d"), node("D", "c")]
    assert shown(nodes) == "D2/2"
    assert shown(nodes, {"c": "d"}) == "d1/2 e"


def test_of_what_hangs_on_different_unread_turns_the_newest_is_shown():
    assert shown([node("d", "c"), node("e", "d"), node("x", "w")]) == "x"
    assert shown([node("x", "w"), node("d", "c"), node("e", "d")]) == "d e"


def test_a_choice_above_the_page_holds_also_where_the_one_that_was_chosen_does_not_say_what_it_follows():
    nodes = [node("m"), node("n"), node("R", "l")]
    assert shown(nodes) == "R"
    assert shown(nodes, {"l": "m"}) == "m n"
    assert shown([node("R", "l")], {"l": "m"}) == "R"


def test_a_turn_whose_clock_is_ahead_of_what_follows_it_still_stands_above():
    assert shown([node("b", "a"), node("c", "b"), node("a")]) == "a b c"
    assert shown([node("x"), node("c", "b"), node("b", "a"), node("a"), node("d")]) == "x a b c d"


def test_what_leads_to_a_turn_is_already_so_or_is_what_must_be_chosen():
    nodes = [node("a", ""), node("b", "a"), node("c", "b"), node("C", "b"), node("B", "a")]
    assert leading_to(nodes, {}, "B") == {}
    assert leading_to(nodes, {}, "C") == {"a": "b"}
    assert leading_to(nodes, {}, "c") == {"a": "b", "b": "c"}
    assert leading_to(nodes, {"b": "c"}, "c") == {"a": "b"}
    assert leading_to(nodes, {"a": "b"}, "B") == {"a": "B"}
    assert leading_to(nodes, {}, "unknown") == {}


@st.composite
def threads(draw: st.DrawFn) -> tuple[list[Node], dict[str, str]]:
    """Turns that follow earlier ones, unread ones or none that is recorded, in any order of their clocks."""
    ids = [f"t{number}" for number in range(draw(st.integers(0, 12)))]
    nodes = [
        node(id, draw(st.sampled_from([None, "", "unread", *ids[:at]])), draw(st.integers(0, 5)) == 0)
        for at, id in enumerate(ids)
    ]
    anything = st.sampled_from(["", "unread", *ids])
    chosen = draw(st.dictionaries(anything, anything, max_size=4))
    return (draw(st.permutations(nodes)) if draw(st.booleans()) else nodes), chosen


@given(threads())
def test_what_is_shown_hangs_together_and_nothing_is_shown_twice(given_thread):
    nodes, chosen = given_thread
    turns = path(nodes, chosen)
    gone = {item.turn.id for item in nodes if item.gone}
    ids = [turn.id for turn in turns]
    assert len(ids) == len(set(ids))
    assert not gone & set(ids)
    assert bool(turns) == any(not item.gone for item in nodes)
    assert all(below.parent == above.id for above, below in pairwise(turns))
    for turn in turns:
        assert 1 <= turn.number <= turn.count
        assert (turn.before == "", turn.after == "") == (turn.number == 1, turn.number == turn.count)
        assert not {turn.before, turn.after} & gone


@given(threads())
def test_every_version_of_a_turn_can_be_turned_to_and_back(given_thread):
    nodes, chosen = given_thread
    for turn in path(nodes, chosen):
        for step, back in (("before", "after"), ("after", "before")):
            if not (other := getattr(turn, step)):
                continue
            turned = {item.id: item for item in path(nodes, {**chosen, turn.parent: other})}
            assert turned[other].count == turn.count
            assert getattr(turned[other], back) == turn.id
            assert turned[other].number == turn.number + (1 if step == "after" else -1)


@given(threads())
def test_what_must_be_chosen_for_a_turn_shows_it(given_thread):
    nodes, chosen = given_thread
    rooted = [node(item.turn.id, "" if item.parent == "unread" else item.parent, item.gone) for item in nodes]
    for item in rooted:
        if not item.gone:
            wanted = {**chosen, **leading_to(rooted, chosen, item.turn.id)}
            assert item.turn.id in [turn.id for turn in path(rooted, wanted)]
