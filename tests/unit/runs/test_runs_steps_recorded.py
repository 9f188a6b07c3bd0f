"""The steps of recorded answers, and what of them each may see."""

import json

import pytest

from app.dify.parse import parse_event
from app.policy import Policy, Role
from app.runs.draft import Draft
from app.runs.fold import fold
from app.runs.steps import laid_out
from app.views import Thought
from tests.fixtures.recordings import load
from tests.unit.runs.steps import shown, told, views

MADE = (
    "image has been created and sent to user already, you do not need to create it, just tell the user to check it now."
)
SAVED = f"the bar chart is saved as an image.{MADE}"
BARS = {"data": "1;2;3;5;8", "x_axis": "a;b;c;d;e"}
CODE = {"content": "https://example.com/你好", "border": 2, "error_correction": "M"}
CLOCK = {"format": "%Y-%m-%d %H:%M:%S", "timezone": "UTC"}
DAY, PIE = {"year": 2024, "month": 2, "day": 29}, {"data": "1;2;3", "categories": "a;b;c"}
THURSDAY, SLICES = "February 29, 2024 is Thursday.", f"the pie chart is saved as an image.{MADE}"


def recorded(name: str, role: Role = Role.BUILDER) -> Draft:
    version, _, name = name.partition("/")
    policy, draft = Policy(role, flow=True), Draft()
    for payload in load(version, name).payloads():
        draft = fold(draft, policy.allow(parse_event(json.dumps(payload))))
    return draft


# Each recorded tool with how it went, what it was given, what it gave, and whether a file came of it.
TOOLS = {
    "0.15.3/114-agent-one-tool": [("current_time", "done", CLOCK, "2026-11-21 21:37:37", 0)],
    "0.15.3/115-agent-image-tool": [("bar_chart", "done", BARS, SAVED, 1)],
    "0.6.5/115-agent-image-tool": [("bar_chart", "done", BARS, SAVED, 1)],
    "0.15.3/116-agent-three-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("qrcode_generator", "done", CODE, MADE, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:37:39", 0),
    ],
    "0.6.5/116-agent-three-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("qrcode_generator", "done", CODE, MADE, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:48:40 UTC", 0),
    ],
    "0.15.3/117-agent-parallel-tools": [
        ("current_time", "done", CLOCK, "2026-11-21 21:37:39", 1),
        ("weekday", "done", DAY, THURSDAY, 0),
        ("pie_chart", "done", PIE, SLICES, 0),
    ],
    "0.6.5/117-agent-parallel-tools": [
        ("current_time", "done", CLOCK, "2026-11-21 21:48:41 UTC", 1),
        ("weekday", "done", DAY, THURSDAY, 0),
        ("pie_chart", "done", PIE, SLICES, 0),
    ],
    "0.15.3/118-agent-tool-error": [
        ("bar_chart", "failed", {"data": "a;b"}, "tool invoke error: could not convert string to float: 'a'", 0)
    ],
    "0.15.3/420-agent-plain-two-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:54:52", 0),
    ],
    "0.6.5/420-agent-plain-two-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:54:57 UTC", 0),
    ],
}
every_agent = pytest.mark.parametrize("name", TOOLS)


@every_agent
def test_a_recorded_agent_s_tools_are_its_steps(name):
    draft = recorded(name)
    found = [(step.title, step.state, step.input, step.result, len(step.files)) for step in draft.steps]
    assert found == [(tool, state, laid_out(given), result, files) for tool, state, given, result, files in TOOLS[name]]
    assert {(step.kind, step.depth) for step in draft.steps} == {("tool", 0)}
    assert [step.labels["zh_Hans"] for step in draft.steps][:1] in (["获取当前时间"], ["柱状图"])
    assert [id for step in draft.steps for id in step.files] == [file.id for file in draft.files]
    assert [file for step in views(draft) for file in step.files] == list(shown(draft).values())
    assert draft.generation == 0


@every_agent
def test_of_a_recorded_agent_a_visitor_sees_the_tools_and_a_member_what_went_through_them(name):
    builder = views(recorded(name))
    assert views(recorded(name, Role.MEMBER)) == builder
    visitor = views(recorded(name, Role.VISITOR))
    assert [(step.title, step.state, step.labels, step.files) for step in visitor] == [
        (step.title, step.state, step.labels, step.files) for step in builder
    ]
    assert {(step.input, step.result) for step in visitor} == {("", "")}


FLOW = ["start", "knowledge-retrieval", "llm", "answer"]


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
def test_a_recorded_flow_s_nodes_are_its_steps(version):
    draft = recorded(f"{version}/128-chatflow-stream")
    assert told(draft) == [(title, "done") for title in FLOW]
    start, retrieval, llm, answer = views(draft)
    assert json.loads(start.input)["city"] == json.loads(start.result)["city"] == "Rome"
    assert json.loads(retrieval.input) == {"query": "battery capacity LEN=20"}
    assert len(json.loads(retrieval.result)["result"]) == 2
    assert set(json.loads(llm.input)) == {"inputs", "process_data"}
    assert json.loads(llm.result)["text"].startswith("# 标题 Heading 1")
    assert (answer.input, json.loads(answer.result)["answer"]) == ("", str(draft.text))


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER])
def test_of_a_recorded_flow_all_but_its_builder_see_names_alone(version, role):
    draft = recorded(f"{version}/128-chatflow-stream", role)
    assert told(draft) == [(title, "done") for title in FLOW]
    assert {(step.input, step.result) for step in views(draft)} == {("", "")}


def test_a_recorded_flow_whose_model_fails_has_a_node_that_failed():
    draft = recorded("0.15.3/132-chatflow-model-failure")
    assert (draft.state, told(draft)) == (
        "failed", [("start", "done"), ("knowledge-retrieval", "done"), ("llm", "failed")],
    )  # fmt: skip
    assert "stub says 500" in views(draft)[2].result
    assert "stub says 500" not in repr(views(recorded("0.15.3/132-chatflow-model-failure", Role.VISITOR)))


def test_a_recorded_thought_is_a_step_and_not_of_the_text():
    draft = recorded("0.15.3/036-chat-thinking", Role.VISITOR)
    assert str(draft.text) == "# 标题 Heading 1\n\nHere is"
    fox = "The quick brown fox jumps over the lazy dog. The"
    assert views(draft) == [Thought("think-1", "reasoning", "Thinking...", state="done", text=fox)]
    assert recorded("0.6.5/036-chat-thinking").steps == ()
