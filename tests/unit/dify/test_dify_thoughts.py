"""An agent's step as the wire has it, and the tools it stands for."""

import json

import pytest

from app.dify.thoughts import AgentThought, ToolCall


def sent(**fields) -> AgentThought:
    return AgentThought.model_validate({"id": "t", **fields})


def test_a_step_that_only_thinks_calls_no_tool():
    thought = sent(thought="Let me see.", tool="", observation="")
    assert (thought.calls, thought.outcomes) == ([], [])


def test_a_tool_that_is_called_is_running_until_it_has_answered():
    called = sent(tool="clock", tool_input='{"clock": {"zone": "UTC"}}', observation="")
    assert called.calls == [ToolCall("clock", "running", {"zone": "UTC"}, None)]
    answered = sent(tool="clock", tool_input='{"clock": {"zone": "UTC"}}', observation='{"clock": "12:00"}')
    assert answered.calls == [ToolCall("clock", "done", {"zone": "UTC"}, "12:00")]


def test_tools_that_run_side_by_side_have_each_its_own_part():
    thought = sent(
        tool="clock;weather;search",
        tool_input=json.dumps({"clock": {}, "weather": {"city": "Ulm"}, "search": {"query": "a;b"}}),
        observation=json.dumps({"clock": "12:00", "weather": "tool invoke error: no such city", "search": ""}),
    )
    assert [(call.tool, call.outcome, call.input, call.result) for call in thought.calls] == [
        ("clock", "done", {}, "12:00"),
        ("weather", "failed", {"city": "Ulm"}, "tool invoke error: no such city"),
        ("search", "running", {"query": "a;b"}, ""),
    ]


@pytest.mark.parametrize(
    ("observation", "result"),
    [
        ("It is noon.", "It is noon."),
        ('{"time": "12:00"}', {"time": "12:00"}),
        ("[1, 2]", [1, 2]),
        ('{"clock": {"time": "12:00"}}', {"time": "12:00"}),
        ('{"clock": "12', '{"clock": "12'),
    ],
)
def test_what_an_older_server_observed_of_one_tool_is_the_text_itself(observation, result):
    [call] = sent(tool="clock", observation=observation).calls
    assert (call.result, call.outcome) == (result, "done")


FAILED = [
    "tool invoke error: could not convert string to float: 'a'",
    "Tool Invoke Error: timed out",
    "  tool response error: 500",
    "tool parameters validation error: city is missing",
    "tool provider credential validation error: wrong key",
    "tool not found",
    "there is not a tool named clock",
    "Please check your tool provider credentials",
    "unknown error: …",
    "tool input is not provided",
]


@pytest.mark.parametrize("observation", FAILED)
@pytest.mark.parametrize("wrapped", [True, False], ids=["by tool", "as text"])
def test_a_tool_that_failed_is_known_by_how_its_observation_begins(observation, wrapped):
    text = json.dumps({"clock": observation}) if wrapped else observation
    assert sent(tool="clock", observation=text).outcomes == ["failed"]


@pytest.mark.parametrize("observation", ["The tool not found in the shed.", "An unknown error is an adventure."])
def test_what_a_tool_says_of_failures_is_no_failure(observation):
    assert sent(tool="clock", observation=observation).outcomes == ["done"]


def test_a_tool_has_its_names_by_language_and_nothing_else():
    labels = {"clock": {"en_US": "Clock", "zh_Hans": "时钟", "novel": {"a": 1}}, "other": {"en_US": "Other"}}
    assert [call.labels for call in sent(tool="clock;search", tool_labels=labels).calls] == [
        {"en_US": "Clock", "zh_Hans": "时钟"},
        {},
    ]
    assert sent(tool="clock", tool_labels={"clock": "Clock"}).calls[0].labels == {}


@pytest.mark.parametrize("fields", [{"observation": None}, {"tool": None}, {"tool_labels": None}, {"tool": ";;"}])
def test_what_is_missing_or_null_breaks_nothing(fields):
    assert len(sent(**{"tool": "clock", **fields}).calls) <= 1


def test_a_step_whose_input_and_result_were_taken_away_still_tells_its_tools_and_how_they_went():
    whole = sent(tool="clock;search", tool_input='{"clock": 1}', observation='{"clock": "12:00"}')
    bare = AgentThought.model_construct(id="t", tool=whole.tool, outcomes=whole.outcomes)
    assert bare.calls == [ToolCall("clock", "done"), ToolCall("search", "running")]


@pytest.mark.parametrize(
    ("files", "ids"), [(None, []), (["f-1"], ["f-1"]), ({"id": None}, []), ([{"id": "f"}, "f-2"], ["f-2"])]
)
def test_files_of_a_step_are_ids_whatever_stands_for_none(files, ids):
    assert sent(message_files=files).message_files == ids
