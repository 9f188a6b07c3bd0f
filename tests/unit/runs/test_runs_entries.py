"""What goes from one process's log to another's: whoever takes all entries has the same draft."""

import random

import pytest

from app.dify.errors import StreamCut
from app.runs.draft import Draft
from app.runs.entries import Entry, Standing, dump, grown, load, piece_of
from app.runs.fold import fold
from app.runs.log import Batch
from app.runs.outcome import outcome
from tests.unit.runs.doubles import IDS, event, said
from tests.unit.runs.test_runs_live import plain
from tests.unit.runs.test_runs_recordings import STREAMS, name_of, replayed


def arrived(there: Draft, known: Draft | None, draft: Draft) -> Draft:
    """``draft`` over the wire to somebody who is ``there``, from somebody who knows that he has the ``known`` one."""
    entry = load(dump(Entry(Standing(), piece_of(known, Batch(1, draft.generation, 0, "", draft)))))
    assert entry.piece is not None and entry.piece.whole == (known is None)
    return grown(there, entry.piece)


def seen(draft: Draft) -> tuple[object, ...]:
    """A draft but for what only its own run needs: what the server wrote word by word, and how it is read."""
    rest, text, _raw, steps = plain(draft)
    return rest.state, rest.usage, rest.citations, rest.forms, rest.message_id, rest.task_id, rest.shown, text, steps


@pytest.mark.parametrize("recording", STREAMS, ids=name_of)
async def test_a_recorded_answer_arrives_in_whatever_portions(recording):
    drafts = [Draft()]
    await replayed(recording, drafts)
    for seed in range(3):
        chance = random.Random(seed)
        there, known = Draft(), None
        for draft in [draft for draft in drafts if chance.random() < 0.3] + drafts[-1:]:
            there, known = arrived(there, known, draft), draft
            assert seen(there) == seen(draft)


def test_only_what_came_is_sent():
    half = fold(Draft(), said("A first part. " * 1000, **IDS))
    whole = fold(half, said("And the end."))
    assert len(dump(Entry(Standing(), piece_of(half, Batch(2, 0, 0, "", whole))))) < 600


def test_reasoning_that_grows_is_sent_as_what_came_of_it():
    half = fold(Draft(), said("<think>" + "First this. " * 1000, **IDS))
    more = fold(half, said("Then that."))
    piece = piece_of(half, Batch(2, 0, 0, "", more))
    assert list(piece.steps.values()) == ["Then that."] and piece.order is None
    assert seen(grown(half, piece)) == seen(more)


def test_a_text_that_is_replaced_arrives_as_it_is():
    half = fold(Draft(), said("Something forbidden.", **IDS))
    other = fold(half, event("message_replace", answer="Not allowed."))
    assert seen(arrived(half, half, other)) == seen(other)


def test_an_end_keeps_what_the_person_is_told_and_leaves_the_error_to_the_log():
    draft = fold(Draft(), said("Half", **IDS))
    end = outcome(draft, StreamCut("cut"))
    piece = load(dump(Entry(Standing(shown=True), piece_of(None, Batch(1, 0, 0, "Half", draft, end))))).piece
    assert piece is not None and piece.end is not None
    assert (piece.end.status, piece.end.notice, piece.end.error) == ("interrupted", end.notice, None)
