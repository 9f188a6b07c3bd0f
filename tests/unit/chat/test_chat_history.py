"""The upstream's turns and the ledger's, merged."""

import itertools

import pytest

from app.chat.history import merge, turn_of
from app.dify import models
from app.ledger import Message
from app.views import Citation, Notice

GUIDE = {"position": 1, "document": "Guide"}


def theirs(id: str, answer: str = "", at: int = 100, **fields) -> models.Message:
    return models.Message(id=id, query=f"{id}?", answer=answer, created_at=at, **fields)


def ours(id: str, answer: str = "", at: float = 100.0, status: str = "done", upstream_id: str | None = None, **fields):
    values = {"notice": {}, "notes": [], "citations": [], "hidden": False, **fields}
    return Message(
        app="a", user="u", id=id, conversation_id="c", upstream_id=upstream_id, question=f"{id}?", answer=answer,
        status=status, created_at=at, **values,
    )  # fmt: skip


def shown(upstream=(), ledger=(), whole: bool = True) -> list[tuple[str, str, str]]:
    return [(turn.id, turn.answer, turn.status) for turn in merge(upstream, ledger, whole=whole)]


def ids(upstream=(), ledger=(), whole: bool = True) -> list[str]:
    return [id for id, _, _ in shown(upstream, ledger, whole)]


def test_a_turn_of_the_upstream_alone_has_its_answer_and_its_sources():
    cited = models.RetrieverResource(position=1, document_name="Guide")
    [turn] = merge([theirs("m", "An answer.", retriever_resources=[cited])], [], whole=True)
    assert (turn.id, turn.question, turn.answer, turn.status) == ("m", "m?", "An answer.", "done")
    assert turn.citations == [Citation(1, "Guide")]
    assert turn.notice == Notice()


def test_a_turn_that_failed_elsewhere_says_so():
    [turn] = merge([theirs("m", status="error")], [], whole=True)
    assert (turn.status, turn.notice) == ("failed", Notice("error_other"))


def test_a_turn_that_is_empty_upstream_says_so_unless_a_file_came():
    file = models.MessageFile(id="f", belongs_to="assistant")
    empty, pictured = merge([theirs("m", at=1), theirs("n", at=2, message_files=[file])], [], whole=True)
    assert (empty.notice, pictured.notice) == (Notice("turn_empty"), Notice())


def test_a_turn_that_both_know_is_one_with_our_id_and_their_answer():
    row = ours("ours", "What we read", upstream_id="m", citations=[GUIDE], notes=[{"key": "note_unknown"}])
    [turn] = merge([theirs("m", "What they keep")], [row], whole=True)
    assert (turn.id, turn.answer) == ("ours", "What they keep")
    assert turn.citations == [Citation(1, "Guide")]
    assert turn.notes == [Notice("note_unknown")]


@pytest.mark.parametrize("status", ["done", "stopped", "failed", "interrupted"])
def test_our_answer_stands_where_theirs_is_empty(status):
    row = ours("ours", "What we read", status=status, upstream_id="m")
    assert shown([theirs("m")], [row]) == [("ours", "What we read", status)]


@pytest.mark.parametrize("status", ["stopped", "failed", "interrupted"])
def test_what_the_upstream_kept_of_an_answer_without_end_stands_where_it_is_more(status):
    row = ours("ours", "Half an", status=status, upstream_id="m", notice={"key": "turn_stopped", "args": {}})
    [turn] = merge([theirs("m", "Half an answer")], [row], whole=True)
    assert (turn.answer, turn.status, turn.notice) == ("Half an answer", status, Notice("turn_stopped"))
    assert shown([theirs("m", "Half")], [row]) == [("ours", "Half an", status)]


def test_what_an_interrupted_turn_is_told_is_that_it_was_cut():
    assert turn_of(ours("x", status="interrupted")).notice == Notice("error_cut")
    assert turn_of(ours("x", status="interrupted", notice={"key": "error_timeout", "args": {}})).notice == Notice(
        "error_timeout"
    )


def test_a_turn_that_is_running_is_left_out():
    assert ids([theirs("m", at=1), theirs("n", at=2)], [ours("ours", status="running", upstream_id="n")]) == ["m"]
    assert ids([theirs("m")], [ours("ours", status="running", at=200)]) == ["m"]


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
