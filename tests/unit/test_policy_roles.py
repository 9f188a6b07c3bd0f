"""What each role sees: of every event, of recorded steps, and of a draft that was folded from all of them."""

from dataclasses import asdict, replace
from itertools import pairwise

import pytest

from app.catalog.seen import KINDS
from app.dify import events
from app.policy import USUAL, Policy, Role, Rules
from app.policy.kinds import FIELDS, LISTS
from app.runs.draft import Draft, files_of, thoughts_of
from app.runs.fold import fold
from app.settings import ROLES
from app.views import Attachment, Citation, HumanForm, Thought, Usage
from tests.planted import IDS, NODE, SENT, secret, seen
from tests.unit.runs.doubles import event

NAMES = sorted(events.CLASS_OF)
SAID = {"task_id", "message_id", "conversation_id"}
FILE_SEEN = SAID | {"id", "type", "url", "belongs_to", "filename", "mime_type"}
NODE_SEEN = SAID | {"run", "node_title", "node_type"}
FORM_SEEN = SAID | {
    "form_title", "form_content", "form_token", "selector", "variable_default", "allowed", "option", "action",
    "resolved", "other_default",
}  # fmt: skip
TOOL_SEEN = SAID | {"tool", "label", "novel_label", "file_id"}
NODE_DATA = {"node_inputs", "node_process_data", "node_outputs", "node_error"}

# What of those is left for a visitor, and what more for a member and a builder. What an answer took is in ``TOOK``.
PASSES: dict[str, tuple[set[str], set[str], set[str]]] = {
    "message": (SAID | {"answer"}, set(), set()),
    "agent_message": (SAID | {"answer"}, set(), set()),
    "message_replace": (SAID | {"answer"}, set(), set()),
    "agent_thought": (TOOL_SEEN, {"tool_input", "observation"}, set()),
    "message_file": (FILE_SEEN, set(), set()),
    "message_end": (FILE_SEEN | {"document_name", "content", "link"}, set(), set()),
    "error": (SAID, set(), set()),
    "ping": (SAID, set(), set()),
    "tts_message": (SAID | {"audio"}, set(), set()),
    "tts_message_end": (SAID | {"audio"}, set(), set()),
    "reasoning_chunk": (SAID | {"reasoning"}, set(), set()),
    **dict.fromkeys(("workflow_started", "workflow_finished", "workflow_paused"), (SAID | {"run"}, set(), set())),
    **dict.fromkeys(NODE, (NODE_SEEN - {"run"}, set(), NODE_DATA)),
    "agent_log": (SAID, {"log_label"}, {"log_error", "log_data"}),
    "human_input_required": (FORM_SEEN, set(), set()),
    "human_input_form_filled": (SAID | {"rendered", "action"}, set(), set()),
    "human_input_form_timeout": (SAID | {"form_title"}, set(), set()),
    "text_chunk": (SAID, set(), set()),
    "text_replace": (SAID, set(), set()),
}


TOOK = {"message_end": {"price", "currency"}}  # what more a service agent sees, and a builder
# Those who see what a role sees.
MEMBERS, AGENTS, BUILDERS = (list(Role)[number:] for number in (1, 2, 3))


def sent(name: str):
    return event(name, **IDS, **SENT[name])


def rights(name: str, role: Role) -> set[str]:
    visitor, *more = PASSES[name]
    member, builder = (part if role in those else set() for part, those in zip(more, (MEMBERS, BUILDERS), strict=True))
    return visitor | member | builder | (TOOK.get(name, set()) if role in AGENTS else set())


def test_every_event_stands_in_the_table():
    assert set(SENT) == set(PASSES) == set(NAMES)
    assert {type(sent(name)) for name in NAMES} == set(events.CLASS_OF.values())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", NAMES)
def test_of_each_event_a_role_sees_what_the_table_says(name, role):
    assert seen(Policy(role, flow=True).allow(sent(name)).model_dump_json()) == rights(name, role)


@pytest.mark.parametrize("name", NODE)
def test_of_a_flow_s_step_a_visitor_sees_nothing_where_its_maker_shows_none(name):
    hidden = Policy(Role.VISITOR).allow(sent(name))
    assert (hidden.event, seen(hidden.model_dump_json())) == (name, set())
    assert seen(Policy(Role.MEMBER).allow(sent(name)).model_dump_json()) == rights(name, Role.MEMBER)
    assert seen(Policy(Role.BUILDER).allow(sent(name)).model_dump_json()) == rights(name, Role.BUILDER)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NODE])
def test_what_is_no_flow_s_step_is_the_same_whether_its_maker_shows_them(name):
    assert Policy(flow=False).allow(sent(name)) == Policy(flow=True).allow(sent(name))


def test_whoever_is_not_said_to_be_more_is_a_visitor_and_sees_no_flow():
    assert Policy() == Policy(Role.VISITOR, flow=False)


def test_each_role_sees_all_that_the_one_before_it_sees():
    for less, more in pairwise(LISTS.values()):
        assert set(less) <= set(more)
        assert {kind for kind in less if not less[kind] <= more[kind]} == set()
    assert list(LISTS) == list(Role) == list(ROLES)


@pytest.mark.parametrize("role", Role)
def test_every_name_on_a_role_s_list_is_a_field(role):
    assert {kind: extra for kind, names in LISTS[role].items() if (extra := names - set(kind.model_fields))} == {}


def drafted(role: Role, flow: bool, *names: str) -> Draft:
    draft = Draft()
    for name in names:
        draft = fold(draft, Policy(role, flow).allow(sent(name)))
    return draft


# The ledger's file, by the id that a step names it by on the wire.
FILES = {secret("file_id"): Attachment(secret("our_file_id"), "image", secret("file_name"), 7)}


def shown(draft: Draft) -> set[str]:
    """The secrets in what the page is given of a draft, but for the answer, its files and citations."""
    steps = thoughts_of(replace(draft, shown=FILES))
    return seen([asdict(step) for step in steps]) | seen([asdict(form.view) for form in draft.forms])


IN_STEPS = {"tool", "label", "our_file_id", "file_name", "reasoning"}
IN_FORMS = {"form_title", "form_content", "option", "action", "resolved", "rendered"}
VIEWED = [
    (Role.VISITOR, False, IN_STEPS | IN_FORMS),
    (Role.VISITOR, True, IN_STEPS | IN_FORMS | {"node_title"}),
    (Role.MEMBER, True, IN_STEPS | IN_FORMS | {"node_title", "tool_input", "observation", "log_label"}),
    (Role.BUILDER, False, IN_STEPS | IN_FORMS | NODE_DATA | {"node_title", "tool_input", "observation", "log_label",
                                                             "log_data", "log_error"}),
]  # fmt: skip
# All events in an order in which each is taken: what ends an answer comes last.
ORDER = sorted(NAMES, key=lambda name: (name in ("human_input_form_filled", "message_end", "error"), name))


@pytest.mark.parametrize(("role", "flow", "allowed"), VIEWED)
def test_of_all_secrets_of_all_events_only_those_reach_a_role_s_page_that_are_meant_for_it(role, flow, allowed):
    draft = drafted(role, flow, *ORDER)
    assert shown(draft) == allowed
    assert draft.forms[0].token == secret("form_token")


@pytest.mark.parametrize(("role", "flow", "allowed"), VIEWED)
@pytest.mark.parametrize("name", NAMES)
def test_no_event_alone_brings_more_to_a_role_s_page(name, role, flow, allowed):
    assert shown(drafted(role, flow, name)) <= allowed


def test_the_token_of_a_form_stays_out_of_its_view():
    [form] = drafted(Role.BUILDER, True, "human_input_required").forms
    assert "form_token" not in seen(asdict(form.view))
    assert isinstance(form.view, HumanForm)


@pytest.mark.parametrize("role", Role)
def test_of_an_answer_s_files_the_wire_s_ids_and_addresses_stay_on_the_server(role):
    draft = drafted(role, True, "message_file", "message_end")
    assert [file.url for file in draft.files] == [secret("url")]
    assert files_of(draft) == []


ATTACHED = Attachment("file-1", "image", "a.png", 7)


def recorded(kind: str) -> Thought:
    return Thought("1", kind, "title", {"en_US": "Title"}, 1, "done", "text", "input", "result", [ATTACHED])


def kept(kind: str, whole: bool) -> Thought:
    given = ("input", "result") if whole else ("", "")
    return Thought("1", kind, "title", {"en_US": "Title"}, 1, "done", "text", *given, [ATTACHED])


# By role and whether the maker shows the flow: which kinds are seen whole, which without input and result.
RECORDED = [
    (Role.VISITOR, False, "", "tool reasoning"),
    (Role.VISITOR, True, "", "tool reasoning node"),
    (Role.MEMBER, False, "tool reasoning", "node log"),
    (Role.MEMBER, True, "tool reasoning", "node log"),
    (Role.BUILDER, False, "tool reasoning node log", ""),
    (Role.BUILDER, True, "tool reasoning node log", ""),
    (Role.AGENT, False, "tool reasoning", "node log"),
    (Role.ADMIN, False, "tool reasoning node log", ""),
]


@pytest.mark.parametrize(("role", "flow", "whole", "bare"), RECORDED)
@pytest.mark.parametrize("kind", ["tool", "reasoning", "node", "log"])
def test_a_step_that_was_recorded_under_another_policy_is_cut_to_this_one(kind, role, flow, whole, bare):
    wanted = kept(kind, True) if kind in whole else kept(kind, False) if kind in bare else None
    assert Policy(role, flow).thought(recorded(kind)) == wanted


# What of all that is sent each kind is, where its role is another than usual: for nobody, and for visitors too.
TOLD = {
    "sources": {"document_name", "content", "link"},
    "passages": {"content"},
    "reasoning": {"reasoning"},
    "tools": {"tool", "label", "novel_label"},
    "tool_input": {"tool_input"},
    "tool_output": {"observation"},
    "nodes": {"node_title", "node_type"},
    "node_data": NODE_DATA | {"log_data", "log_error"},
    "logs": {"log_label"},
    "usage": set(),
    "prices": {"price", "currency"},
    "variables": set(),
}


def told(policy: Policy) -> set[str]:
    """The secrets that are left of all events."""
    return {word for name in NAMES for word in seen(policy.allow(sent(name)).model_dump_json())}


def test_every_kind_is_a_field_that_somebody_decided_about():
    assert list(TOLD) == list(KINDS)
    assert set(KINDS) == set(USUAL) == set(FIELDS)
    for lists in FIELDS.values():
        assert {kind: extra for kind, names in lists.items() if (extra := names - set(kind.model_fields))} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_app_shows_to_nobody_a_builder_does_not_see(kind):
    usual, now = told(Policy(Role.BUILDER)), told(Policy(Role.BUILDER, rules=Rules({kind: None})))
    gone = {"usage": {"price", "currency"}, "logs": {"log_label", "log_data", "log_error"}}
    gone["nodes"] = TOLD["nodes"] | NODE_DATA
    assert now <= usual
    # A tool's name stands in what goes into it and comes back as well.
    assert usual - now == gone.get(kind, TOLD[kind]) - ({"tool"} if kind == "tools" else set())


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_app_shows_to_everybody_a_visitor_sees(kind):
    usual, now = told(Policy()), told(Policy(rules=Rules({kind: Role.VISITOR})))
    assert usual <= now <= usual | TOLD[kind]
    with_it = {"node_data": "nodes", "prices": "usage"}.get(kind, kind)
    now = told(Policy(rules=Rules({kind: Role.VISITOR, with_it: Role.VISITOR})))
    assert TOLD[kind] - ({"log_data", "log_error"}) <= now


def test_a_kind_that_is_not_named_is_as_usual_and_the_app_s_maker_decides_of_its_flow():
    some = Rules({"tool_input": Role.VISITOR})
    for role, flow in ((role, flow) for role in Role for flow in (False, True)):
        for kind in KINDS:
            if kind != "tool_input":
                assert Policy(role, flow, some).sees(kind) == Policy(role, flow).sees(kind)
    assert not Policy(flow=True, rules=Rules({"nodes": Role.MEMBER})).sees("nodes")
    assert Policy(rules=Rules({"nodes": Role.VISITOR})).sees("nodes")


def test_what_was_recorded_under_another_policy_is_cut_to_that_of_the_app():
    def rules(**least: Role | None) -> Policy:
        return Policy(Role.BUILDER, rules=Rules(least))

    step = recorded("tool")
    assert rules(tools=None).thoughts([step]) == []
    assert rules(tool_input=None).thoughts([step]) == [replace(step, input="")]
    assert rules(tool_output=None).thoughts([step]) == [replace(step, result="")]
    assert rules(reasoning=None).thoughts([recorded("reasoning"), step]) == [step]
    cited = Citation(1, "A document", "A passage")
    assert rules(sources=None).citations([cited]) == []
    assert rules(passages=None).citations([cited]) == [replace(cited, content="")]
    spent = Usage(42, "0.01 USD", 1.5)
    assert (rules(prices=None).usage(spent), rules(usage=None).usage(spent)) == (Usage(42, "", 1.5), Usage())
    assert Policy(Role.MEMBER, rules=Rules({"usage": Role.MEMBER})).usage(spent) == Usage(42, "", 1.5)


@pytest.mark.parametrize(
    ("rules", "more"), [({}, {"price", "currency"}), ({"usage": None}, set()), ({"prices": None}, set())]
)
@pytest.mark.parametrize("role", Role)
def test_what_an_agent_may_see_is_kept_and_what_an_answer_took_for_who_may_see_it(role, rules, more):
    policy, agents = Policy(role, rules=Rules(rules)), Policy(Role.AGENT, rules=Rules(rules))
    for name in NAMES:
        kept, cut, theirs = (
            seen(event.model_dump_json())
            for event in (policy.keep(sent(name)), policy.allow(sent(name)), agents.allow(sent(name)))
        )
        assert kept == cut | theirs | (more if name == "message_end" else set())
