"""What an app may bring with an answer without end: as much is kept as there is room for, and the answer says so."""

import time

from app.forms import human
from app.runs.draft import Draft
from app.runs.entries import grown, piece_of
from app.runs.log import Batch
from app.runs.outcome import outcome
from app.runs.room import FORMS, Room, left_out_of, noted
from app.runs.steps import LONGEST, LONGEST_NAME, MOST_NAMES
from app.views import Notice
from tests.unit.runs.doubles import event, folded, said
from tests.unit.runs.steps import chunk, node, thought

SMALL = Draft(room=Room(steps=3, files=2, sources=1))
END = event("message_end")


def file(id: str, **fields: object):
    return event("message_file", id=id, url=f"https://api.test/{id}", **fields)


def asks(id: str, **fields: object):
    return event("human_input_required", data={"form_id": id, "node_id": id, "form_token": f"token-{id}", **fields})


def notes(draft: Draft) -> list[tuple[str, dict[str, str]]]:
    return [(note.key, note.args) for note in outcome(draft).notes]


def test_an_answer_within_its_room_says_nothing():
    draft = folded(*[node("node_started", str(number)) for number in range(3)], file("a"), file("b"), END, draft=SMALL)
    assert (len(draft.steps), len(draft.files), notes(draft)) == (3, 2, [])


def test_steps_that_there_is_no_room_for_are_told_of_whatever_brings_them():
    full = folded(*[node("node_started", str(number)) for number in range(3)], draft=SMALL)
    for late in (node("node_started", "late"), thought("t-1", tool="clock"), chunk("Hm.")):
        draft = folded(late, END, draft=full)
        assert [step.title for step in draft.steps] == ["0", "1", "2"]
        assert notes(draft) == [("note_more_steps", {"limit": "3"})]


def test_of_the_tools_of_one_step_the_first_are_kept():
    draft = folded(thought("t-1", tool="a;b;c;d;e"), END, draft=SMALL)
    assert [step.title for step in draft.steps] == ["a", "b", "c"]
    assert notes(draft) == [("note_more_steps", {"limit": "3"})]


def test_files_and_sources_that_there_is_no_room_for_are_told_of():
    end = event(
        "message_end",
        files=[{"id": name, "url": f"/{name}"} for name in "bcd"],
        metadata={"retriever_resources": [{"position": number, "document_name": "Guide"} for number in (1, 2)]},
    )
    draft = folded(file("a"), file("a", type="audio"), said("Here."), end, draft=SMALL)
    assert [(item.id, item.type) for item in draft.files] == [("a", "audio"), ("b", "image")]
    assert [item.position for item in draft.citations] == [1]
    assert notes(draft) == [("note_more_files", {"limit": "2"}), ("note_more_sources", {"limit": "1"})]


def test_a_hundred_thousand_of_each_cost_no_more_than_a_moment():
    files = [{"id": f"f-{number}", "url": f"/{number}"} for number in range(100_000)]
    end = event("message_end", files=files, metadata={"retriever_resources": [{"position": 1}] * 100_000})
    many = thought("t-1", tool=";".join(["clock"] * 100_000), message_files=["f"] * 100_000)
    began = time.process_time()
    draft = folded(many, end)
    assert time.process_time() - began < 2
    assert (len(draft.steps), len(draft.files), len(draft.citations)) == (500, 100, 100)
    assert len(draft.steps[0].files) == MOST_NAMES


def test_a_file_that_no_address_could_be_so_long_for_was_not_readable():
    draft = folded(file("a", filename="x" * (LONGEST + 1)), END)
    assert (draft.files, notes(draft)) == ((), [("note_unreadable", {"count": "1"})])


def test_names_and_passages_are_cut_where_nobody_would_read_on():
    cited = {"document_name": "n" * 9_000, "content": "c" * 9_000, "doc_metadata": {"url": f"https://a/{'u' * 9_000}"}}
    draft = folded(
        node("node_started", "n" * 9_000), thought("t" * 9_000, tool="x" * 9_000, tool_labels={"x" * 9_000: {}}),
        event("message_end", metadata={"retriever_resources": [cited]}),
    )  # fmt: skip
    assert max(len(text) for step in draft.steps for text in (step.id, step.title, step.key)) == LONGEST_NAME + 2
    [citation] = draft.citations
    assert (len(citation.document), len(citation.content), citation.link) == (LONGEST_NAME + 1, LONGEST + 1, "")


def test_no_answer_asks_for_more_forms_than_anybody_fills_in():
    draft = folded(*[asks(str(number)) for number in range(FORMS + 1)])
    assert [form.view.id for form in draft.forms] == [str(number) for number in range(FORMS)]
    assert notes(draft) == [("note_more_forms", {})]


def test_a_form_without_end_is_shown_as_far_as_it_goes():
    inputs = [{"type": "paragraph", "output_variable_name": f"v{number}"} for number in range(human.MOST_FIELDS + 1)]
    options = {"type": "select", "output_variable_name": "one", "option_source": {"value": ["x"] * 100_000}}
    default = {"type": "paragraph", "output_variable_name": "one", "default": {"value": "x" * (human.LONGEST + 1)}}
    places = "{{#$output.v#}} " * (human.MOST_FIELDS + 1)
    large = (
        {"inputs": inputs}, {"inputs": [options]}, {"inputs": [default]}, {"form_content": places},
        {"form_content": "x" * 200_000}, {"actions": [{"id": "yes"}] * 1_000},
    )  # fmt: skip
    for fields in large:
        draft = folded(asks("a", **fields))
        [form] = draft.forms
        assert len(human.human_fields(form.view)) <= human.MOST_FIELDS
        assert notes(draft) == [("note_more_forms", {})]
    assert notes(folded(asks("a", inputs=inputs[:-1], form_content="x", actions=[{"id": "yes"}]))) == []


def test_what_was_left_out_is_known_to_other_processes_and_to_an_answer_that_goes_on():
    draft = folded(thought("t-1", tool="a;b;c;d"), END, draft=SMALL)
    assert notes(grown(Draft(), piece_of(None, Batch(1, 0, 0, "", draft)))) == notes(draft)
    recorded = [{"key": note.key, "args": note.args} for note in outcome(draft).notes]
    assert left_out_of(recorded) == draft.left_out == {"steps"}


def test_what_the_ledger_says_already_is_said_once():
    known = [Notice("note_more_files", {"limit": "100"})]
    assert noted(known, frozenset({"files", "sources"}), Room(files=9)) == [
        *known, Notice("note_more_sources", {"limit": "100"}),
    ]  # fmt: skip
