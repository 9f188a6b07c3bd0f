import json

import pytest

from app.dify.events import (
    CLASS_OF,
    AgentLogEvent,
    AgentMessageEvent,
    AgentThoughtEvent,
    ErrorEvent,
    HumanInputEvent,
    MalformedEvent,
    MessageEndEvent,
    MessageEvent,
    MessageFileEvent,
    MessageReplaceEvent,
    NodeEvent,
    PingEvent,
    ReasoningChunkEvent,
    TextEvent,
    TtsMessageEndEvent,
    TtsMessageEvent,
    UnknownEvent,
    WorkflowEvent,
)
from app.dify.parse import parse_event
from app.dify.wire import LONGEST_LIST

IDS = {"task_id": "t", "message_id": "m", "conversation_id": "c", "created_at": 1705398420}

EVENTS = [
    ({"event": "message", "answer": " I"}, MessageEvent, lambda e: e.answer == " I"),
    ({"event": "agent_message", "answer": "x"}, AgentMessageEvent, lambda e: e.answer == "x"),
    (
        {"event": "agent_thought", "id": "a", "position": 2, "tool": "a;b", "tool_input": "{}", "message_files": ["f"]},
        AgentThoughtEvent,
        lambda e: (e.id, e.position, e.tool, e.message_files) == ("a", 2, "a;b", ["f"]),
    ),
    (
        {"event": "message_file", "id": "f", "type": "image", "belongs_to": "assistant", "url": "http://h/f.png"},
        MessageFileEvent,
        lambda e: (e.id, e.url, e.belongs_to) == ("f", "http://h/f.png", "assistant"),
    ),
    (
        {"event": "message_end", "id": "m", "metadata": {"usage": {"total_tokens": 9, "total_price": "0E-7"}}},
        MessageEndEvent,
        lambda e: (e.metadata.usage.total_tokens, e.metadata.usage.total_price) == (9, "0E-7"),
    ),
    ({"event": "message_replace", "answer": "y", "reason": "r"}, MessageReplaceEvent, lambda e: e.answer == "y"),
    ({"event": "error", "status": 400, "code": "x", "message": "w"}, ErrorEvent, lambda e: e.message == "w"),
    ({"event": "ping"}, PingEvent, lambda e: e.task_id == "t"),
    ({"event": "tts_message", "audio": "AA=="}, TtsMessageEvent, lambda e: e.audio == "AA=="),
    ({"event": "tts_message_end", "audio": ""}, TtsMessageEndEvent, lambda e: e.audio == ""),
    (
        {"event": "reasoning_chunk", "data": {"message_id": "m", "reasoning": "hm", "is_final": True}},
        ReasoningChunkEvent,
        lambda e: (e.data.reasoning, e.data.is_final) == ("hm", True),
    ),
    *[
        (
            {"event": name, "workflow_run_id": "w", "data": {"id": "r", "status": "s"}},
            WorkflowEvent,
            lambda e: (e.workflow_run_id, e.data.status) == ("w", "s"),
        )
        for name in ("workflow_started", "workflow_finished", "workflow_paused")
    ],
    *[
        (
            {"event": name, "data": {"node_id": "n", "title": "LLM", "status": "failed", "error": None}},
            NodeEvent,
            lambda e: (e.data.title, e.data.status, e.data.error) == ("LLM", "failed", ""),
        )
        for name in (
            "node_started",
            "node_finished",
            "node_retry",
            "iteration_started",
            "iteration_next",
            "iteration_completed",
            "loop_started",
            "loop_next",
            "loop_completed",
        )
    ],
    (
        {"event": "agent_log", "data": {"id": "2", "parent_id": "1", "label": "CALL", "data": {"q": 1}}},
        AgentLogEvent,
        lambda e: (e.data.parent_id, e.data.data) == ("1", {"q": 1}),
    ),
    (
        {"event": "human_input_required", "data": {"form_token": None, "actions": [{"id": "ok", "title": "OK"}]}},
        HumanInputEvent,
        lambda e: (e.data.form_token, e.data.actions[0].title) == ("", "OK"),
    ),
    (
        {"event": "human_input_form_filled", "data": {"action_id": "ok", "rendered_content": "done"}},
        HumanInputEvent,
        lambda e: e.data.rendered_content == "done",
    ),
    (
        {"event": "human_input_form_timeout", "data": {"expiration_time": 7}},
        HumanInputEvent,
        lambda e: e.data.expiration_time == 7,
    ),
    ({"event": "text_chunk", "data": {"text": "a"}}, TextEvent, lambda e: e.data == {"text": "a"}),
    ({"event": "text_replace", "data": {"text": "b"}}, TextEvent, lambda e: e.data == {"text": "b"}),
]


@pytest.mark.parametrize(("wire", "cls", "holds"), EVENTS, ids=[wire["event"] for wire, _, _ in EVENTS])
def test_an_event_of_the_wire_has_its_class(wire, cls, holds):
    event = parse_event(json.dumps(IDS | wire))
    assert type(event) is cls
    assert (event.event, event.task_id, event.conversation_id) == (wire["event"], "t", "c")
    assert holds(event)


def test_every_event_the_client_knows_is_in_the_table():
    assert {wire["event"] for wire, _, _ in EVENTS} == set(CLASS_OF)


def test_citations_are_found_beside_the_usage_and_inside_it():
    cited = [{"position": 1, "document_name": "iPhone List", "score": None}]
    beside = parse_event(json.dumps({"event": "message_end", "metadata": {"usage": {}, "retriever_resources": cited}}))
    inside = parse_event(json.dumps({"event": "message_end", "metadata": {"usage": {"retriever_resources": cited}}}))
    for end in (beside, inside):
        assert isinstance(end, MessageEndEvent)
        assert [passage.document_name for passage in end.metadata.citations] == ["iPhone List"]


@pytest.mark.parametrize("sent", ["", "{", "null", "[]", "7", '"text"', "[" * 100_000, '{"a": : 1}', "9" * 5000])
def test_what_is_no_object_is_malformed(sent):
    assert parse_event(sent) == MalformedEvent(raw=sent[:200])


@pytest.mark.parametrize(
    "wire",
    [
        {"event": "news"},
        {"event": "news", "raw": {"deep": 1}},
        {"event": "news", "raw": 1},
        {"event": None},
        {"event": ["message"]},
        {"answer": "no name"},
        {"event": "message", "answer": {"another": "shape"}},
        {"event": "message_end", "metadata": 5},
        {"event": "message", "created_at": "yesterday"},
    ],
    ids=json.dumps,
)
def test_what_has_another_name_or_shape_is_unknown_and_kept_whole(wire):
    event = parse_event(json.dumps(wire))
    assert isinstance(event, UnknownEvent)
    assert event.raw == wire


def test_half_an_emoji_becomes_a_character_that_can_be_sent_on():
    event = parse_event(r'{"event": "message", "answer": "a\ud83d b\ud83d\ude00 \ud55c"}')
    assert isinstance(event, MessageEvent)
    assert event.answer == "a\ufffd b😀 한"


def test_a_field_sent_as_null_has_its_default():
    event = parse_event('{"event": "message", "answer": null, "task_id": null}')
    assert event == MessageEvent(event="message")


def test_a_field_nobody_knows_is_kept():
    event = parse_event('{"event": "message", "answer": "a", "from_variable_selector": ["x"]}')
    assert event.model_extra == {"from_variable_selector": ["x"]}


def test_of_a_list_without_end_the_beginning_is_read():
    files = [{"id": str(number)} for number in range(LONGEST_LIST + 5)]
    end = parse_event(json.dumps({"event": "message_end", "files": files}))
    assert isinstance(end, MessageEndEvent)
    assert [file.id for file in end.files] == [str(number) for number in range(LONGEST_LIST)]
