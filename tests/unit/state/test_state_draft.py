"""What a batch tells the browser of the steps, and what the browser makes of it."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.draft import Draft
from app.runs.fold import fold
from app.runs.log import Batch
from app.runs.steps import Step, Steps, ended, of_reasoning, put
from app.runs.text import Text
from app.state.draft import SLOTS, DraftState, changes
from tests.unit.runs.doubles import event, said

Shown = list[dict[str, Any]]


def changed(steps: Shown, sent: list[dict[str, Any]]) -> Shown:
    """As ``changed`` of ``assets/js/live.js``."""
    shown = list(steps)
    for change in sent:
        step = {name: value for name, value in change.items() if name not in ("at", "more")}
        known = next((at for at, old in enumerate(shown) if old["id"] == step["id"]), None)
        if known is None:
            shown.insert(change["at"], step)
        elif change.get("more"):
            shown[known] = {**shown[known], "text": shown[known]["text"] + change["more"]}
        else:
            shown[known] = step
    return shown


def take(slots: list[list[Any]], key: str) -> tuple[int, str, Shown, bool]:
    """As ``take`` of ``assets/js/live.js`` on a new page: number, text, steps, and whether a batch is missing."""
    number, text, steps, missing = 0, "", list[dict[str, Any]](), False
    mine = [slot for slot in slots if slot and slot[0] == key]
    for _, following, piece, sent in sorted(mine, key=lambda slot: slot[1]):
        if following <= number or missing:
            continue
        if following > number + 1:
            missing = True
        else:
            number, text, steps = following, text + piece, changed(steps, sent)
    return number, text, steps, missing


def as_seen(steps: Steps) -> Shown:
    return [vars(step.view({})) for step in steps]


def trimmed(shown: Shown) -> Shown:
    """The text of a step is shown without the blank around it."""
    return [{**step, "text": step["text"].strip()} for step in shown]


def step(id: str, **fields: Any) -> Step:
    return Step(id, "tool", **fields)


def test_what_has_not_changed_is_not_sent():
    steps = (step("a"), step("b"))
    assert changes(steps, steps) == []
    assert changes(steps, (*steps,)) == []


def test_a_new_step_is_sent_whole_with_its_place():
    before = (step("a"), step("c"))
    assert changes(before, (before[0], step("b", title="B"), before[1])) == [
        {"at": 1, "id": "b", "kind": "tool", "title": "B", "labels": {}, "depth": 0, "state": "running", "text": "",
         "input": "", "result": "", "files": []}
    ]  # fmt: skip


def test_of_a_text_that_grew_only_what_came_is_sent():
    before = of_reasoning((), "r", "Let me")
    assert changes(before, of_reasoning(before, "r", " see.")) == [{"at": 0, "id": "r", "more": " see."}]


@pytest.mark.parametrize("pieces", [("The ", "quick"), ("The\n", "quick"), ("\n", "The"), (" The", " quick ", " fox")])
def test_the_blank_between_two_batches_of_a_thought_is_not_lost(pieces):
    shown, known, steps = list[dict[str, Any]](), (), ()
    for piece in pieces:
        steps = of_reasoning(steps, "r", piece)
        shown, known = changed(shown, changes(known, steps)), steps
    assert trimmed(shown) == as_seen(steps)


def test_a_thought_that_grew_and_ended_between_two_batches_is_sent_whole():
    before = of_reasoning((), "r", "Let me")
    after = of_reasoning(before, "r", " see.", done=True)
    assert changed(changed([], changes((), before)), changes(before, after)) == as_seen(after)


IDS = st.sampled_from("abcdef")
PIECES = st.text(alphabet="xyz \n", min_size=1, max_size=6)
MOVES = st.one_of(
    st.tuples(st.just("put"), IDS, st.sampled_from(["", *"abcdef"]), st.sampled_from(["running", "done", "failed"])),
    st.tuples(st.just("say"), st.sampled_from(["r-1", "r-2"]), PIECES, st.booleans()),
    st.tuples(st.just("end"), st.sampled_from(["done", "stopped"]), st.sampled_from(["", "tool"]), st.none()),
    st.tuples(st.just("send"), st.none(), st.none(), st.none()),
)


def moved(steps: Steps, move: tuple[Any, ...]) -> Steps:
    match move:
        case ("put", id, parent, state):
            return put(steps, step(id, key=id, state=state, result=state), parent)
        case ("say", id, piece, done):
            return of_reasoning(steps, id, piece, done=done)
        case ("end", state, only, _):
            return ended(steps, state, only=only)
    return steps


@given(st.lists(MOVES, max_size=40))
def test_the_browser_s_steps_are_the_server_s_however_they_are_batched(moves):
    shown, known, steps = list[dict[str, Any]](), (), ()
    for move in [*moves, ("send", None, None, None)]:
        steps = moved(steps, move)
        if move[0] == "send":
            shown, known = changed(shown, changes(known, steps)), steps
            assert trimmed(shown) == as_seen(steps)


WORDS = st.text(alphabet="xyz", min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_a_thought_s_text_travels_once(pieces):
    steps, known, sent = Steps(), Steps(), ""
    for piece in pieces:
        steps = of_reasoning(steps, "r", piece)
        [change] = changes(known, steps)
        sent, known = sent + change.get("text", "") + change.get("more", ""), steps
    assert sent == "".join(pieces)


def batches(pieces: list[str], steps: list[Steps]) -> list[list[Any]]:
    """The slots that a follower writes, in order."""
    state = DraftState(_reflex_internal_init=True)
    text, known, written = Text(), Steps(), []
    for number, (piece, now) in enumerate(zip(pieces, steps, strict=True), 1):
        draft = Draft(text=text + piece, steps=now)
        state._write("key", number, Batch(number, 0, len(text), piece, draft), known)
        written.append(list(getattr(state, f"s{number % SLOTS}")))
        text, known = draft.text, now
    return written


def test_eight_batches_stand_side_by_side_and_each_has_its_own():
    written = batches([str(number) for number in range(10)], [Steps()] * 10)
    assert [slot[:3] for slot in written] == [["key", number, str(number - 1)] for number in range(1, 11)]
    assert take(written[:8], "key") == (8, "01234567", [], False)
    assert take(written[2:], "key")[3]
    assert take(written, "another") == (0, "", [], False)


@pytest.mark.parametrize("seed", range(5))
def test_a_page_that_sees_its_slots_late_and_in_any_order_has_the_whole_answer(seed):
    chance = random.Random(seed)
    draft, drafts = Draft(), list[Draft]()
    for item in (
        said("<think>Let"), said(" me"), event("agent_thought", id="t", tool="clock"), said(" see.</think>No"),
        event("agent_thought", id="t", tool="clock", observation="12:00"), said("on."), event("message_end"),
    ):  # fmt: skip
        draft = fold(draft, item)
        drafts.append(draft)
    before = [0, *[len(item.text) for item in drafts]]
    pieces = [item.text.since(start) for start, item in zip(before, drafts, strict=False)]
    slots = batches(pieces, [item.steps for item in drafts])
    chance.shuffle(slots)
    number, text, steps, missing = take(slots, "key")
    assert (number, text, missing) == (len(drafts), str(draft.text), False)
    assert trimmed(steps) == as_seen(draft.steps)
