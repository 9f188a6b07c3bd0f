"""Pieces of a text that are folded together."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dify.events import StreamEvent
from app.ledger import Message, Run
from app.policy import Policy, Role
from app.runs.draft import Draft, thoughts_of
from app.runs.fold import fold
from app.runs.live import LiveRun
from app.runs.text import Text
from tests.unit.runs.doubles import IDS, event, folded, said


def live(role: Role = Role.VISITOR) -> LiveRun:
    nothing: Any = None
    return LiveRun(Run(), Message(), client=nothing, source=nothing, policy=Policy(role))


def heard(run: LiveRun, *events: StreamEvent) -> Draft:
    """As a run reads its stream."""
    for item in events:
        if not run.takes(item):
            run.catch_up()
            run.draft = fold(run.draft, run.policy.allow(item))
    run.catch_up()
    return run.draft


def plain(draft: Draft) -> tuple[Draft, str, str, Any]:
    """A draft by what it says: texts in other parts are the same."""
    nothing = replace(draft, text=Text(), raw=Text(), steps=())
    return nothing, str(draft.text), str(draft.raw), thoughts_of(draft)


def test_the_first_piece_which_has_the_ids_is_folded_at_once_and_the_next_ones_when_the_draft_is_wanted():
    run = live()
    assert not run.takes(said("One", **IDS))
    heard(run, said("One", **IDS))
    assert run.takes(said(" two"))
    assert run.takes(said(" three"))
    assert str(run.draft.text) == "One"
    run.catch_up()
    assert str(run.draft.text) == "One two three"


def test_an_agent_s_whole_answer_at_its_end_is_no_further_piece():
    run = live()
    draft = heard(run, event("agent_message", answer="An answer of an agent.", **IDS), said("An answer of an agent."))
    assert str(draft.text) == "An answer of an agent."


@pytest.mark.parametrize("state", ["complete", "paused", "failed"])
def test_what_comes_after_the_end_is_no_piece(state):
    run = live()
    run.draft = Draft(state=state, **IDS)
    assert not run.takes(said("late"))


PIECES = st.text(alphabet="ab \n<>/", max_size=5) | st.sampled_from(["<think>", "</think>", "<details>", "</details>"])
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("message"), PIECES),
        st.tuples(st.just("agent_message"), PIECES),
        st.tuples(st.sampled_from(["ping", "message_replace", "agent_thought", "message_end"]), PIECES),
    ),
    max_size=30,
)


@given(EVENTS)
def test_an_answer_is_the_same_as_if_each_piece_had_been_folded_alone(events):
    sent = [
        event(name, answer=piece, **IDS) if name != "agent_thought" else
        event(name, id=piece or "t", tool="draw", observation=piece, **IDS)
        for name, piece in events
    ]  # fmt: skip
    run = live()
    allowed = [run.policy.allow(item) for item in sent]
    assert plain(heard(run, *sent)) == plain(folded(*allowed))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ["message", "agent_message"])
def test_every_role_may_read_the_text_which_is_folded_without_asking(role, name):
    piece = event(name, answer="One", **IDS)
    assert Policy(role).allow(piece).answer == "One"
