"""The upstream's turns and the ledger's, merged: each once, in its place, with what is known of it."""

import gc
import itertools
import tracemalloc

import pytest

from app.chat.history import merge, turn_of
from app.dify import models
from app.dify.thoughts import AgentThought
from app.policy import Policy
from app.runs.room import Room
from app.views import Citation, Notice
from tests.unit.chat.turns import ours, theirs

GUIDE = {"position": 1, "document": "Guide"}


def shown(upstream=(), ledger=(), whole: bool = True) -> list[tuple[str, str, str]]:
    turns = merge(upstream, ledger, whole=whole, policy=Policy(), chosen={})
    return [(turn.id, turn.answer, turn.status) for turn in turns]


def ids(upstream=(), ledger=(), whole: bool = True) -> list[str]:
    return [id for id, _, _ in shown(upstream, ledger, whole)]


def test_a_turn_of_the_upstream_alone_has_its_answer_and_its_sources():
    cited = models.RetrieverResource(position=1, document_name="Guide")
    [turn] = merge([theirs("m", "An answer.", retriever_resources=[cited])], [], whole=True, policy=Policy(), chosen={})
    assert (turn.id, turn.question, turn.answer, turn.status) == ("m", "m?", "An answer.", "done")
    assert turn.citations == [Citation(1, "Guide")]
    assert turn.notice == Notice()


def test_of_long_answers_that_were_read_none_stays_in_the_memory():
    tracemalloc.start()
    try:
        for number in range(20):
            [(_, answer, _)] = shown([theirs("m", f"{number} {'x' * 1_000_000}")])
            assert len(answer) > 1_000_000
        gc.collect()
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert left < 5_000_000


def test_a_stored_answer_that_has_more_than_there_is_room_for_says_so():
    thoughts = [AgentThought(id=str(number), position=number, tool="clock", observation="x") for number in range(5)]
    cited = [models.RetrieverResource(position=number) for number in range(5)]
    item = theirs("m", "An answer.", agent_thoughts=thoughts, retriever_resources=cited)
    row = ours("ours", "An answer.", upstream_id="m", notes=[{"key": "note_more_steps", "args": {"limit": "9"}}])
    for ledger, limit in ([], "2"), ([row], "9"):
        room = Room(steps=2, sources=3)
        [turn] = merge([item], ledger, whole=True, policy=Policy(), chosen={}, room=room)
        assert ([thought.id for thought in turn.thoughts], len(turn.citations)) == (["0:0", "1:0"], 3)
        assert [(note.key, note.args["limit"]) for note in turn.notes] == [
            ("note_more_steps", limit), ("note_more_sources", "3"),
        ]  # fmt: skip


def test_a_turn_that_failed_elsewhere_says_so():
    [turn] = merge([theirs("m", status="error")], [], whole=True, policy=Policy(), chosen={})
    assert (turn.status, turn.notice) == ("failed", Notice("error_other"))


def test_a_turn_that_is_empty_upstream_says_so_unless_a_file_came():
    file = models.MessageFile(id="f", belongs_to="assistant")
    rows = [theirs("m", at=1), theirs("n", at=2, message_files=[file])]
    empty, pictured = merge(rows, [], whole=True, policy=Policy(), chosen={})
    assert (empty.notice, pictured.notice) == (Notice("turn_empty"), Notice())


def test_a_turn_that_both_know_is_one_with_our_id_and_their_answer():
    row = ours("ours", "What we read", upstream_id="m", citations=[GUIDE], notes=[{"key": "note_unknown"}])
    [turn] = merge([theirs("m", "What they keep")], [row], whole=True, policy=Policy(), chosen={})
    assert (turn.id, turn.answer) == ("ours", "What they keep")
    assert turn.citations == [Citation(1, "Guide")]
    assert turn.notes == [Notice("note_unknown")]


@pytest.mark.parametrize("status", ["done", "stopped", "failed", "interrupted"])
def test_our_answer_stands_where_theirs_is_empty(status):
    row = ours("ours", "What we read", status=status, upstream_id="m")
    assert shown([theirs("m")], [row]) == [("ours", "What we read", status)]


def test_what_broke_off_here_and_is_whole_upstream_is_whole():
    row = ours("ours", "Half an", status="interrupted", upstream_id="m", notice={"key": "error_cut", "args": {}})
    [turn] = merge([theirs("m", "Half an answer")], [row], whole=True, policy=Policy(), chosen={})
    assert (turn.answer, turn.status, turn.notice) == ("Half an answer", "done", Notice())


@pytest.mark.parametrize(("key", "answer"), [("error_silent", "Half an answer"), ("error_too_long", "Half an")])
def test_what_was_left_here_is_not_whole_though_the_app_has_stored_more(key, answer):
    row = ours("ours", "Half an", status="interrupted", upstream_id="m", notice={"key": key, "args": {}})
    [turn] = merge([theirs("m", "Half an answer")], [row], whole=True, policy=Policy(), chosen={})
    assert (turn.answer, turn.status, turn.notice) == (answer, "interrupted", Notice(key))


@pytest.mark.parametrize("status", ["stopped", "failed"])
def test_what_the_upstream_kept_of_an_answer_without_end_stands_where_it_is_more(status):
    row = ours("ours", "Half an", status=status, upstream_id="m", notice={"key": "turn_stopped", "args": {}})
    [turn] = merge([theirs("m", "Half an answer")], [row], whole=True, policy=Policy(), chosen={})
    assert (turn.answer, turn.status, turn.notice) == ("Half an answer", status, Notice("turn_stopped"))
    assert shown([theirs("m", "Half")], [row]) == [("ours", "Half an", status)]


def test_what_an_interrupted_turn_is_told_is_that_it_was_cut():
    assert turn_of(ours("x", status="interrupted"), Policy()).notice == Notice("error_cut")
    known = {"key": "error_timeout", "args": {}}
    assert turn_of(ours("x", status="interrupted", notice=known), Policy()).notice == Notice("error_timeout")


def test_a_turn_that_is_running_stands_in_its_time_with_our_id_and_says_so():
    known = ours("ours", at=2.0, status="running", upstream_id="n")
    assert shown([theirs("m", "One.", at=1), theirs("n", at=2)], [known]) == [
        ("m", "One.", "done"), ("ours", "", "running"),
    ]  # fmt: skip
    assert shown([theirs("m", "One.")], [ours("ours", status="running", at=200)]) == [
        ("m", "One.", "done"), ("ours", "", "running"),
    ]  # fmt: skip


def test_turns_that_only_we_know_stand_in_their_time():
    upstream = [theirs("m1", at=100), theirs("m2", at=200)]
    ledger = [ours("failed", at=150.5, status="failed"), ours("last", at=250.0, status="failed")]
    assert ids(upstream, ledger) == ["m1", "failed", "m2", "last"]


def test_turns_that_only_we_know_wait_until_older_pages_are_read():
    upstream = [theirs("m2", at=200)]
    ledger = [ours("old", at=50.0, status="failed"), ours("new", at=250.0, status="failed")]
    assert ids(upstream, ledger, whole=False) == ["m2", "new"]
    assert ids(upstream, ledger, whole=True) == ["old", "m2", "new"]


def test_without_the_upstream_the_ledger_s_turns_are_all():
    assert ids([], [ours("a", at=1.0), ours("b", at=2.0)]) == ["a", "b"]


def test_our_clock_sorts_the_turns_that_we_have_seen():
    upstream = [theirs("b", at=100), theirs("a", at=100)]
    ledger = [ours("first", at=100.2, upstream_id="a"), ours("second", at=100.7, upstream_id="b")]
    for order in itertools.permutations(upstream):
        assert ids(order, ledger) == ["first", "second"]


def test_a_turn_that_was_asked_again_leaves_the_thread_also_where_the_upstream_keeps_it():
    upstream = [theirs("m1", status="error", at=100), theirs("m2", "Now it works.", at=101)]
    ledger = [
        ours("failed", status="failed", at=100.0, upstream_id="m1", hidden=True),
        ours("again", "Now it works.", at=101.0, upstream_id="m2"),
        ours("never sent", status="failed", at=99.0, hidden=True),
    ]
    assert shown(upstream, ledger) == [("again", "Now it works.", "done")]


def test_pages_that_overlap_show_each_turn_once():
    older, newer = [theirs("a", at=1), theirs("b", at=2)], [theirs("b", at=2), theirs("c", at=3)]
    assert ids([*older, *newer]) == ["a", "b", "c"]
