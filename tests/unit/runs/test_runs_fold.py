"""Events in, a draft out: each rule of an answer as a value."""

import pytest

from app.dify.events import CLASS_OF, MalformedEvent, UnknownEvent
from app.dify.models import MessageFile, RetrieverResource
from app.dify.parse import parse_event
from app.policy import Role, allow
from app.runs.draft import Draft
from app.runs.fold import citation
from app.views import Citation, Thought
from tests.unit.runs.doubles import IDS, event, folded, said

LONG = "An answer that is longer than a few words."


def test_pieces_of_an_answer_are_joined_as_they_come():
    assert str(folded(said("Hel"), said(""), said("lo"), event("agent_message", answer=" you")).text) == "Hello you"


def test_a_piece_that_looks_like_the_one_before_is_not_lost():
    assert str(folded(said("ha"), said("ha")).text) == "haha"


def test_each_id_is_of_the_first_event_that_has_it():
    draft = folded(
        event("ping"),
        event("workflow_started", task_id="task-1"),
        said("a", message_id="message-1"),
        said("b", task_id="task-2", message_id="message-2", conversation_id="conversation-1"),
    )
    assert (draft.task_id, draft.message_id, draft.conversation_id) == ("task-1", "message-1", "conversation-1")


def test_the_end_of_a_basic_assistant_names_its_message_by_id_alone():
    assert folded(event("message_end", id="message-1")).message_id == "message-1"


def test_a_message_id_stands_before_an_end_s_id():
    assert folded(event("message_end", id="other", message_id="message-1")).message_id == "message-1"


def test_an_end_completes_the_answer_with_its_citations_and_files():
    draft = folded(
        said("a"),
        event(
            "message_end",
            metadata={"retriever_resources": [{"position": 1, "document_name": "Guide", "content": "…", "score": 0.5}]},
            files=[{"id": "file-1", "type": "image", "url": "https://api.test/1"}],
        ),
    )
    assert draft.state == "complete"
    assert draft.citations == (Citation(1, "Guide", "…", "50%", ""),)
    assert draft.files == (MessageFile(id="file-1", type="image", url="https://api.test/1"),)
    assert not draft.annotated


def test_citations_inside_usage_are_found():
    usage = {"retriever_resources": [{"position": 2, "title": "Notes"}]}
    assert folded(event("message_end", metadata={"usage": usage})).citations == (Citation(2, "Notes", "", "", ""),)


@pytest.mark.parametrize("nested", ["text", [1], [{"score": "high"}], {"position": 1}])
def test_citations_of_another_shape_are_left_out_and_the_answer_is_whole(nested):
    end = event("message_end", metadata={"usage": {"retriever_resources": nested}})
    draft = folded(said("a"), allow(Role.VISITOR, end))
    assert (draft.state, draft.citations) == ("complete", ())


def test_an_end_of_another_shape_is_an_end_all_the_same():
    draft = folded(said("a"), event("message_end", metadata="none"))
    assert (draft.state, draft.unknown, str(draft.text)) == ("complete", 1, "a")


def test_an_answer_from_an_annotation_says_so():
    assert folded(event("message_end", metadata={"annotation_reply": {"id": "annotation-1"}})).annotated


@pytest.mark.parametrize(
    ("score", "shown"), [(0.0, ""), (0.004, "0%"), (0.876, "88%"), (1.0, "100%"), (12.5, "12.50"), (-1.0, "")]
)
def test_a_score_is_shown_as_a_percentage_where_it_is_one(score, shown):
    assert citation(RetrieverResource(score=score)).score == shown


def test_another_text_replaces_what_was_written_and_begins_a_generation():
    draft = folded(said("What must not be read"), event("message_replace", answer="Withheld."))
    assert (str(draft.text), draft.generation) == ("Withheld.", 1)
    assert folded(event("message_replace", answer="Again."), draft=draft).generation == 2


@pytest.mark.parametrize("again", ["One.\nTwo.", "One. Two.", "One.Two.", " One.\n\nTwo.\n"])
def test_the_same_text_again_is_no_replacement_whatever_stands_between_its_words(again):
    draft = folded(said("One."), said("Two."), event("message_replace", answer=again))
    assert (str(draft.text), draft.generation) == ("One.Two.", 0)


def test_a_text_goes_on_after_a_replacement():
    draft = folded(said("No"), event("message_replace", answer="Withheld"), said("."))
    assert (str(draft.text), draft.generation) == ("Withheld.", 1)


def test_a_replacement_by_nothing_leaves_nothing():
    draft = folded(said("No"), event("message_replace", answer=""))
    assert (str(draft.text), len(draft.text), draft.generation) == ("", 0, 1)


def test_a_replacement_after_the_end_still_holds():
    draft = folded(said("No"), event("message_end"), event("message_replace", answer="Withheld."))
    assert (str(draft.text), draft.state) == ("Withheld.", "complete")


def test_a_thought_that_comes_again_takes_the_place_of_the_first():
    draft = folded(
        event("agent_thought", id="t-1", position=1, thought="Let me"),
        event("agent_thought", id="t-1", position=1, thought="Let me see", tool="clock", tool_input="now"),
        event("agent_thought", id="t-2", position=2, tool="search"),
        event("agent_thought", id="t-1", position=1, tool="clock", tool_input="now", observation="12:00"),
    )
    assert [step.view({}) for step in draft.steps] == [
        Thought("t-1:0", "tool", "clock", state="done", input="now", result="12:00"),
        Thought("t-2:0", "tool", "search", state="running"),
    ]


def test_a_file_that_comes_again_takes_the_place_of_the_first():
    draft = folded(
        event("message_file", id="f-1", type="image", url="https://api.test/old", belongs_to="assistant"),
        event("message_file", id="f-2", type="image", url="https://api.test/2", belongs_to="assistant"),
        event("message_file", id="f-1", type="image", url="https://api.test/new", belongs_to="assistant"),
    )
    assert [(file.id, file.url) for file in draft.files] == [
        ("f-1", "https://api.test/new"),
        ("f-2", "https://api.test/2"),
    ]


@pytest.mark.parametrize("ending", [False, True])
def test_a_file_that_belongs_to_the_question_is_none_of_the_answer(ending):
    asked = {"id": "f-1", "type": "image", "url": "https://api.test/1", "belongs_to": "user"}
    draft = folded(said("a"))
    after = folded(event("message_end", files=[asked]) if ending else event("message_file", **asked), draft=draft)
    assert after.files is draft.files
    assert draft.files == ()


def test_an_end_adds_its_files_to_those_that_came_before():
    draft = folded(
        event("message_file", id="f-1", url="https://api.test/old", belongs_to="assistant"),
        event("message_end", files=[{"id": "f-2", "url": "https://api.test/2"},
                                    {"id": "f-1", "url": "https://api.test/new"}]),
    )  # fmt: skip
    assert [(file.id, file.url) for file in draft.files] == [
        ("f-1", "https://api.test/new"),
        ("f-2", "https://api.test/2"),
    ]


def test_files_that_an_end_names_by_their_places_alone_are_all_of_the_answer():
    named = [{"related_id": f"r-{number}", "url": f"https://api.test/{number}.png"} for number in (1, 2)]
    draft = folded(event("message_end", files=named))
    assert [file.url for file in draft.files] == ["https://api.test/1.png", "https://api.test/2.png"]


def test_an_error_after_a_part_of_the_answer_keeps_the_part():
    draft = folded(said("Half an"), event("error", status=400, code="completion_request_error", message="…"))
    assert (str(draft.text), draft.state) == ("Half an", "failed")
    assert draft.error is not None and draft.error.code == "completion_request_error"


@pytest.mark.parametrize(
    "late",
    [
        said("more"),
        event("message_replace", answer="other"),
        event("message_end", metadata={"retriever_resources": [{"position": 1}]}),
        event("agent_thought", id="t-1"),
        event("message_file", id="f-1"),
        event("error", code="second"),
        event("workflow_paused"),
    ],
    ids=lambda late: late.event,
)
def test_after_an_error_nothing_changes_but_the_counts(late):
    failed = folded(said("a", **IDS), event("error", code="first"))
    assert folded(late, draft=failed) == failed


def test_what_cannot_be_read_is_counted_also_after_an_error():
    draft = folded(event("error"), parse_event("{"), event("novel"))
    assert (draft.unreadable, draft.unknown, draft.state) == (1, 1, "failed")


def test_text_after_the_end_is_not_of_the_answer():
    draft = folded(said("Whole."), event("message_end"), said("More."), event("message_end", id="other"))
    assert (str(draft.text), draft.state) == ("Whole.", "complete")


def test_an_error_after_the_end_does_not_fail_a_whole_answer():
    draft = folded(said("Whole."), event("message_end"), event("error", code="title_failed"))
    assert (draft.state, draft.error) == ("complete", None)


def test_a_last_message_that_repeats_the_whole_answer_is_left_out():
    rounds = [event("agent_message", answer=word) for word in LONG.split(" ")]
    draft = folded(*rounds, said("".join(LONG.split(" "))), event("message_end"))
    assert str(draft.text) == "".join(LONG.split(" "))


def test_pieces_that_are_alike_are_all_of_the_answer():
    assert str(folded(*[said(LONG)] * 3).text) == LONG * 3


def test_what_cannot_be_read_or_is_unknown_is_counted():
    draft = folded(said("a"), parse_event("{"), parse_event("[1]"), event("novel"), event("message", answer={}))
    assert (draft.unreadable, draft.unknown, str(draft.text), draft.state) == (2, 2, "a", "running")


def test_a_flow_that_pauses_waits_and_has_no_end():
    draft = folded(said("Please fill in the form."), event("workflow_paused", workflow_run_id="run-1"))
    assert (draft.state, draft.workflow_run_id) == ("paused", "run-1")
    assert str(draft.text) == "Please fill in the form."


def test_a_flow_s_run_is_the_one_that_was_named_last():
    draft = folded(event("workflow_started", workflow_run_id="run-1"), event("workflow_paused"))
    assert draft.workflow_run_id == "run-1"


def test_a_flow_that_pauses_after_its_end_is_complete():
    assert folded(said("a"), event("message_end"), event("workflow_paused")).state == "complete"


def test_a_flow_that_pauses_after_an_error_has_failed():
    assert folded(event("error"), event("workflow_paused")).state == "failed"


def test_a_flow_that_finishes_waits_for_its_end():
    assert folded(said("a"), event("workflow_finished", data={"status": "succeeded"})).state == "running"


SILENT = sorted(
    set(CLASS_OF)
    - {"message", "agent_message", "agent_thought", "message_file", "message_end", "message_replace"}
    - {"error", "workflow_paused", "reasoning_chunk", "human_input_required"}
)


@pytest.mark.parametrize("name", SILENT)
def test_an_event_that_shows_nothing_changes_nothing_but_the_ids(name):
    draft = folded(said("a"))
    assert folded(event(name), draft=draft) == draft
    assert folded(event(name, **IDS), draft=draft).task_id == IDS["task_id"]


def test_every_class_of_event_folds():
    known = [event(name, **IDS) for name in CLASS_OF]
    assert {type(item) for item in known} == set(CLASS_OF.values())
    for item in [*known, UnknownEvent(event="novel"), MalformedEvent()]:
        assert isinstance(folded(item), Draft)
