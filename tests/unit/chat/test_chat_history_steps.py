"""The steps and the forms of turns that are read again, cut to who reads them."""

import pytest

from app.chat.history import merge
from app.dify.thoughts import AgentThought
from app.policy import Policy, Role, allow
from app.views import Attachment, Notice, Thought
from tests.unit.chat.turns import ours, theirs

CLOCK = AgentThought.model_validate(
    {"id": "t-1", "position": 2, "tool": "clock", "tool_input": '{"clock": {"zone": "UTC"}}',
     "observation": '{"clock": "12:00"}', "message_files": ["file-1"]}
)  # fmt: skip
SEARCH = AgentThought.model_validate(
    {"id": "t-2", "position": 1, "tool": "search;read", "observation": '{"search": "tool invoke error: busy"}'}
)
PLAIN = AgentThought.model_validate({"id": "t-3", "position": 3, "thought": "It is noon."})


def merged(upstream=(), ledger=(), policy: Policy | None = None) -> list:
    """The turns, with the upstream's rows cut by the policy's role as they are when they are read."""
    policy = policy or Policy()
    return merge([allow(policy.role, item) for item in upstream], ledger, whole=True, policy=policy, chosen={})


GIVEN = [(Role.VISITOR, ("", "")), (Role.MEMBER, ('{\n  "zone": "UTC"\n}', "12:00"))]


@pytest.mark.parametrize(("role", "given"), GIVEN)
def test_steps_of_a_stored_agent_are_in_their_order_and_cut_to_the_role(role, given):
    [turn] = merged([theirs("m", "Noon.", agent_thoughts=[CLOCK, PLAIN, SEARCH])], policy=Policy(role))
    assert [(item.id, item.title, item.state) for item in turn.thoughts] == [
        ("t-2:0", "search", "failed"), ("t-2:1", "read", "done"), ("t-1:0", "clock", "done"),
    ]  # fmt: skip
    assert (turn.thoughts[2].input, turn.thoughts[2].result) == given
    assert "file-1" not in repr(turn)
    assert turn.answer == "Noon."


STORED = [
    ("<think>Hm.</think>\n\nYes.", "Yes.", [("", "Hm.")]),
    ("<details open><summary> Thinking... </summary>Hm.</details># Yes", "# Yes", [("Thinking...", "Hm.")]),
    ("Yes. <think>never closed", "Yes. <think>never closed", []),
    ("<think>never closed", "", [("", "never closed")]),
    ("`<think>` is a tag", "`<think>` is a tag", []),
    ("```\n<think>a</think>\n```", "```\n<think>a</think>\n```", []),
    ("1 <", "1 <", []),
]


@pytest.mark.parametrize(("stored", "answer", "thoughts"), STORED)
def test_thoughts_in_a_stored_answer_are_steps_whoever_knows_the_turn(stored, answer, thoughts):
    for ledger in ([], [ours("ours", "What we read", upstream_id="m")]):
        [turn] = merged([theirs("m", stored)], ledger)
        assert turn.answer == answer
        assert [(item.title, item.text) for item in turn.thoughts] == thoughts
        assert {(item.kind, item.state) for item in turn.thoughts} <= {("reasoning", "done")}


def test_a_stored_answer_of_thoughts_alone_is_told_to_be_empty():
    [turn] = merged([theirs("m", "<think>Hm.</think>")])
    assert (turn.answer, turn.notice) == ("", Notice("turn_empty"))


def steps(*kinds: str) -> list[dict]:
    return [
        {"id": kind, "kind": kind, "title": f"a {kind}", "labels": {}, "depth": 0, "state": "done", "text": "said",
         "input": "given", "result": "got", "files": []}
        for kind in kinds
    ]  # fmt: skip


def test_steps_that_we_saw_stand_before_those_that_are_stored():
    row = ours("ours", upstream_id="m", thoughts=steps("reasoning", "tool"))
    [turn] = merged([theirs("m", "<think>Hm.</think>Noon.", agent_thoughts=[CLOCK])], [row])
    assert [item.id for item in turn.thoughts] == ["reasoning", "tool"]
    assert turn.answer == "Noon."


@pytest.mark.parametrize(("role", "given"), GIVEN)
def test_what_went_into_a_step_is_read_by_who_may_though_who_asked_might_not(role, given):
    seen = {**steps("tool")[0], "id": "t-1:0", "input": "", "result": ""}
    row = ours("ours", upstream_id="m", thoughts=[seen, *steps("reasoning")])
    turns = merged([theirs("m", "Noon.", agent_thoughts=[CLOCK])], [row], policy=Policy(role))
    [tool, reasoning] = turns[0].thoughts
    assert (tool.title, tool.input, tool.result) == ("a tool", *given)
    assert reasoning.id == "reasoning"


def test_steps_that_we_did_not_see_are_those_that_are_stored():
    row = ours("ours", "Noon.", status="interrupted", upstream_id="m")
    [turn] = merged([theirs("m", "Noon. And more.", agent_thoughts=[CLOCK])], [row])
    assert (turn.answer, [item.id for item in turn.thoughts]) == ("Noon. And more.", ["t-1:0"])


ROLES = [
    (Policy(), [("reasoning", "", ""), ("tool", "", "")]),
    (Policy(flow=True), [("reasoning", "", ""), ("tool", "", ""), ("node", "", "")]),
    (Policy(Role.MEMBER),
     [("reasoning", "given", "got"), ("tool", "given", "got"), ("node", "", ""), ("log", "", "")]),
    (Policy(Role.BUILDER), [(kind, "given", "got") for kind in ("reasoning", "tool", "node", "log")]),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "seen"), ROLES)
def test_steps_that_we_saw_as_somebody_else_are_cut_again(policy, seen):
    row = ours("ours", "Noon.", upstream_id="m", thoughts=steps("reasoning", "tool", "node", "log"))
    for upstream in ([], [theirs("m", "Noon.")]):
        [turn] = merged(upstream, [row], policy)
        assert [(item.kind, item.input, item.result) for item in turn.thoughts] == seen
        assert [item.text for item in turn.thoughts] == ["said"] * len(seen)


def test_a_visitor_s_history_has_no_steps_of_a_flow_though_we_saw_nothing_else():
    row = ours("ours", "Noon.", upstream_id="m", thoughts=steps("node", "log"))
    assert [turn.thoughts for turn in merged([theirs("m", "Noon.")], [row])] == [[]]


WAITS = {
    "view": {
        "id": "form-1", "title": "Approval", "expires_at": 7, "state": "open", "answer": "", "answered": "",
        "parts": [{"text": "Shall I?", "fields": [{"variable": "why", "label": "Why", "kind": "paragraph",
                   "required": False, "limit": 0, "default": "", "options": [], "hint": ""}]}],
        "actions": [{"id": "yes", "title": "Yes", "style": "primary"}],
    },
    "token": "token-secret", "node_id": "ask",
}  # fmt: skip


@pytest.mark.parametrize("stored", ["", "I must ask.", "I must ask. It went on."])
def test_a_turn_that_waits_stands_with_its_forms_as_we_know_it(stored):
    row = ours("ours", "I must ask.", status="waiting", upstream_id="m", forms=[WAITS])
    [turn] = merged([theirs("m", stored)], [row])
    assert (turn.status, turn.answer, turn.notice) == ("waiting", "I must ask.", Notice())
    [form] = turn.forms
    assert (form.id, form.title, form.expires_at, form.state) == ("form-1", "Approval", 7, "open")
    assert [(part.text, [field.variable for field in part.fields]) for part in form.parts] == [("Shall I?", ["why"])]
    assert "token-secret" not in repr(turn)


@pytest.mark.parametrize("key", [{}, {"key": "node-1"}])
def test_a_recorded_step_is_a_view_again(key):
    file = {"id": "ours-1", "kind": "image", "name": "a.png", "size": 7, "link": False}
    [turn] = merged([], [ours("ours", thoughts=[{**steps("tool")[0], **key, "files": [file]}])], Policy(Role.MEMBER))
    assert turn.thoughts == [
        Thought("tool", "tool", "a tool", state="done", text="said", input="given", result="got",
                files=[Attachment("ours-1", "image", "a.png", 7)])
    ]  # fmt: skip
