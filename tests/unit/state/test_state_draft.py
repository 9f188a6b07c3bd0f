"""What a batch tells the browser of the steps, and what the browser makes of it."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import Policy, Role, Rules
from app.runs.draft import Draft, files_of, thoughts_of
from app.runs.fold import fold
from app.runs.log import Batch
from app.runs.room import Room
from app.runs.steps import Step, Steps, ended, of_reasoning, put
from app.runs.text import Text
from app.state.draft import DraftState, changes, stream, values
from app.views import Attachment, Notice
from tests.unit.runs.doubles import event, said

Shown = list[dict[str, Any]]
OURS = Attachment("ours-1", "image", "a.png", 7)


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


def take(written: list[list[Any]], key: str) -> tuple[int, str, Shown, list[Attachment], bool]:
    """As ``take`` of ``assets/js/live.js`` on a new page: number, text, steps, files, whether a batch is missing."""
    number, text, steps, files = 0, "", list[dict[str, Any]](), list[Attachment]()
    for of, following, piece, sent, all_files, *_ in written:
        if of != key or following <= number:
            continue
        if following > number + 1:
            return number, text, steps, files, True
        number, text, steps = following, text + piece, changed(steps, sent)
        files = files if all_files is None else all_files
    return number, text, steps, files, False


def as_seen(draft: Draft) -> Shown:
    return [asdict(step) for step in thoughts_of(draft)]


def step(id: str, **fields: Any) -> Step:
    return Step(id, "tool", **fields)


def of(*steps: Step, **fields: Any) -> Draft:
    return Draft(steps=steps, **fields)


def test_what_has_not_changed_is_not_sent():
    draft = of(step("a"), step("b"))
    assert changes(draft, draft) == []
    assert changes(draft, of(*draft.steps)) == []


def test_a_step_of_which_not_all_may_be_seen_is_sent_once():
    known = of(Step("t", "tool", "search", input="lamps", result="two"), Step("n", "node", "Look up"))
    seen = [Batch(1, 0, 0, "", draft).seen_by(Policy()).draft for draft in (known, replace(known, text=Text() + "So"))]
    [sent] = changes(Draft(), seen[0])
    assert (sent["title"], sent["input"], sent["result"]) == ("search", "", "")
    assert changes(*seen) == []


def test_a_new_step_is_sent_whole_with_its_place():
    before = of(step("a"), step("c"))
    draft = of(before.steps[0], step("b", title="B", files=("f-1", "f-2")), before.steps[1], shown={"f-1": OURS})
    assert changes(before, draft) == [
        {"at": 1, "id": "b", "kind": "tool", "title": "B", "labels": {}, "depth": 0, "state": "running", "text": "",
         "input": "", "result": "",
         "files": [{"id": "ours-1", "kind": "image", "name": "a.png", "size": 7, "link": False}]}
    ]  # fmt: skip


def test_of_a_text_that_grew_only_what_came_is_sent():
    before = of(*of_reasoning((), "r", "Let me"))
    after = of(*of_reasoning(before.steps, "r", " see."))
    assert changes(before, after) == [{"at": 0, "id": "r", "more": " see."}]


@pytest.mark.parametrize("pieces", [("The ", "quick"), ("The\n", "quick"), ("\n", "The"), (" The", " quick ", " fox")])
def test_the_blank_between_two_batches_of_a_thought_is_not_lost(pieces):
    shown, known, draft = list[dict[str, Any]](), Draft(), Draft()
    for piece in pieces:
        draft = of(*of_reasoning(draft.steps, "r", piece))
        shown, known = changed(shown, changes(known, draft)), draft
    assert shown == as_seen(draft)
    assert shown[0]["text"] == "".join(pieces)


def test_a_thought_that_grew_and_ended_between_two_batches_is_sent_whole():
    before = of(*of_reasoning((), "r", "Let me"))
    after = of(*of_reasoning(before.steps, "r", " see.", done=True))
    assert changed(changed([], changes(Draft(), before)), changes(before, after)) == as_seen(after)


def test_a_step_s_file_is_seen_also_where_the_step_came_before_it():
    before = of(step("a", files=("f-1",)), step("b"))
    after = replace(before, shown={"f-1": OURS})
    shown = changed(changed([], changes(Draft(), before)), changes(before, after))
    assert shown == as_seen(after)
    assert shown[0]["files"] == [asdict(OURS)]


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
    shown, known, draft = list[dict[str, Any]](), Draft(), Draft()
    for move in [*moves, ("send", None, None, None)]:
        steps = moved(draft.steps, move)
        draft = draft if steps is draft.steps else replace(draft, steps=steps)
        if move[0] == "send":
            shown, known = changed(shown, changes(known, draft)), draft
            assert shown == as_seen(draft)


WORDS = st.text(alphabet="xyz", min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_a_thought_s_text_travels_once(pieces):
    draft, known, sent = Draft(), Draft(), ""
    for piece in pieces:
        draft = of(*of_reasoning(draft.steps, "r", piece))
        [change] = changes(known, draft)
        sent, known = sent + change.get("text", "") + change.get("more", ""), draft
    assert sent == "".join(pieces)


def batches(*drafts: Draft) -> list[list[Any]]:
    """What a follower sends of a run whose drafts they are, in order."""
    known, written = Draft(), []
    for number, draft in enumerate(drafts, 1):
        offset = len(known.text)
        sent = values("key", number, Batch(number, 0, offset, draft.text.since(offset), draft), known)
        written.append(sent["batch"])
        known = draft
    return written


def said_so_far(*pieces: str) -> list[Draft]:
    drafts = [Draft()]
    for piece in pieces:
        drafts.append(replace(drafts[-1], text=drafts[-1].text + piece))
    return drafts[1:]


def test_each_batch_has_its_own_text_and_a_missing_one_is_seen():
    written = batches(*said_so_far(*"0123456789"))
    assert [batch[:3] for batch in written] == [["key", number, str(number - 1)] for number in range(1, 11)]
    assert take(written[:8], "key") == (8, "01234567", [], [], False)
    assert take([*written[:3], written[2], *written[3:]], "key")[1] == "0123456789"
    assert take(written[2:], "key")[4]
    assert take([*written[:5], *written[6:]], "key")[1:] == ("01234", [], [], True)
    assert take(written, "another") == (0, "", [], [], False)


def test_files_are_sent_all_of_them_when_one_has_come_and_else_not_at_all():
    one, two = {"f-1": OURS}, {"f-1": OURS, "f-2": Attachment("ours-2"), "f-3": OURS}
    first = Draft(text=Text() + "a")
    drafts = [first, replace(first, text=first.text + "b")]
    drafts += [replace(drafts[-1], shown=one), replace(drafts[-1], shown=one, text=drafts[-1].text + "c")]
    drafts.append(replace(drafts[-1], shown=two))
    written = batches(*drafts)
    assert [batch[4] for batch in written[1:]] == [None, [OURS], None, [OURS, Attachment("ours-2")]]
    for count in range(1, len(drafts) + 1):
        assert take(written[:count], "key")[3] == files_of(drafts[count - 1])


def test_a_tab_that_comes_late_has_the_files_with_its_first_batch():
    [batch] = batches(Draft(text=Text() + "a", shown={"f-1": OURS}))
    assert batch[4] == [OURS]


def test_a_page_that_takes_every_batch_has_the_whole_answer():
    draft, drafts = Draft(), list[Draft]()
    for item in (
        said("<think>Let"), said(" me"), event("agent_thought", id="t", tool="draw"), said(" see.</think>No"),
        event("message_file", id="f-1", url="https://api.test/1", belongs_to="assistant"),
        event("agent_thought", id="t", tool="draw", observation="done", message_files=["f-1"]), said("on."),
        event("message_end"),
    ):  # fmt: skip
        draft = fold(draft, item)
        if draft.files and not draft.shown:
            draft = replace(draft, shown={file.id: OURS for file in draft.files})
        drafts.append(draft)
    number, text, steps, files, missing = take(batches(*drafts), "key")
    assert (number, text, missing) == (len(drafts), str(draft.text), False)
    assert (steps, files) == (as_seen(draft), [OURS])
    assert steps[1]["files"] == [asdict(OURS)]


def test_what_was_left_out_is_said_once_as_soon_as_it_is():
    full = Draft(room=Room(steps=0))
    more = fold(full, event("node_started", data={"id": "n", "node_id": "n"}))
    written = batches(full, more, replace(more, text=more.text + "And"))
    assert [batch[5:] for batch in written] == [[], [[Notice("note_more_steps", {"limit": "0"})]], []]


class Tab:
    """A tab that keeps what it is shown."""

    token = "tab-1"

    def __init__(self) -> None:
        self.shown = list[Any]()

    def here(self) -> bool:
        return True

    async def show(self, _kind: object, values: dict[str, Any]) -> None:
        self.shown.append(values["batch"])

    async def taken(self) -> None:
        pass


@pytest.mark.parametrize(("least", "steps"), [(Role.VISITOR, ["reasoning", "tool"]), (None, ["tool"])])
async def test_reasoning_travels_to_nobody_from_whom_the_app_hides_it(least, steps):
    draft = of(step("1"), Step("2", "reasoning", text=Text() + "A thought"))

    async def batches():
        yield Batch(1, 0, 0, "So.", draft)

    tab: Any = Tab()
    await stream(DraftState, tab, batches(), lambda: Policy(rules=Rules({"reasoning": least})))
    assert sorted(sent["kind"] for sent in tab.shown[0][3]) == steps


async def test_the_steps_of_a_flow_are_shown_as_soon_as_it_is_known_that_its_maker_shows_them():
    draft = of(Step("1", "node", "Look up"))
    known = Policy()

    async def batches():
        nonlocal known
        yield Batch(1, 0, 0, "So", draft)
        known = Policy(flow=True)
        yield Batch(2, 0, 2, " it", replace(draft, text=Text() + "So it"))

    tab: Any = Tab()
    await stream(DraftState, tab, batches(), lambda: known)
    assert [[sent["title"] for sent in batch[3]] for batch in tab.shown] == [[], ["Look up"]]
