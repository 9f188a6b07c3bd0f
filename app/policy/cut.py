"""Cutting what the API says to what a role may see."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from app.dify import events, models
from app.dify.wire import Wire
from app.policy.kinds import Rules
from app.policy.lists import SILENT, Lists, Role
from app.views import Citation, Thought, Usage

Object = TypeVar("Object", bound=Wire)

_AS_USUAL = Rules()


def allow(role: Role, thing: Object, rules: Rules = _AS_USUAL) -> Object:
    """``thing`` with the fields that ``role`` may see; all others have their defaults, and nothing extra is left.

    Raises :class:`KeyError` for a kind of object that no list names: to show it is to decide about it.
    """
    return _cut(rules.lists(role), thing)


def _cut(lists: Lists, thing: Object) -> Object:
    allowed = lists[type(thing)]
    values = {name: _inner(lists, getattr(thing, name)) for name in allowed if name in thing.model_fields_set}
    if isinstance(thing, events.ErrorEvent):
        values["message"] = reason(thing.code, thing.message)
    if isinstance(thing, models.Metadata) and "retriever_resources" in allowed:
        values["retriever_resources"] = [_cut(lists, item) for item in thing.citations]
    return cast(Object, type(thing).model_construct(**values))


def reason(code: str, message: str) -> str:
    """The upstream's own words about an error, where they are meant for the person who asked; else nothing.

    An unknown code still shows its message: newer servers name more of what a person can mend.
    """
    return "" if code in SILENT or code == "" else message[:500]


def _inner(lists: Lists, value: Any) -> Any:
    if isinstance(value, Wire):
        return _cut(lists, value)
    if isinstance(value, list):
        return [_inner(lists, item) for item in value]
    if isinstance(value, dict):
        return {name: _inner(lists, item) for name, item in value.items()}
    return value


# What a recorded step is, and what its input and its result are.
_STEPS = {
    "tool": ("tools", "tool_input", "tool_output"),
    "reasoning": ("reasoning", "tool_input", "tool_output"),
    "node": ("nodes", "node_data", "node_data"),
    "log": ("logs", "node_data", "node_data"),
}


@dataclass(frozen=True)
class Policy:
    """What whoever looks at an app may see. ``flow``: the app's maker shows its flow's steps to everybody. ``rules``
    are the operator's for this app."""

    role: Role = Role.VISITOR
    flow: bool = False
    rules: Rules = _AS_USUAL

    def sees(self, kind: str) -> bool:
        """Whether that kind of content is seen: one of :data:`app.policy.kinds.USUAL`."""
        if kind == "nodes" and self.flow and kind not in self.rules.least:
            return True
        return self.rules.sees(self.role, kind)

    def allow(self, thing: Object) -> Object:
        """As :func:`allow`; of a flow's step a visitor sees the name and how it went, where its maker shows them."""
        left = allow(self.role, thing, self.rules)
        if isinstance(left, events.NodeEvent) and not self.sees("nodes"):
            return cast(Object, type(left).model_construct(event=left.event))
        return left

    def keep(self, event: events.StreamEvent) -> events.StreamEvent:
        """What of it is kept: what is seen here, and what service agents may see, who read it too; and what an answer
        took, for those who may see that. Of what is kept everybody is shown their part."""
        kept = replace(self, role=max(self.role, Role.AGENT, key=list(Role).index)).allow(event)
        if isinstance(event, events.MessageEndEvent) and isinstance(kept, events.MessageEndEvent):
            took = allow(Role.ADMIN, event, self.rules).metadata.usage
            kept = kept.model_copy(update={"metadata": kept.metadata.model_copy(update={"usage": took})})
        return kept

    def usage(self, usage: Usage) -> Usage:
        """What of it is shown."""
        if not self.sees("usage"):
            return Usage()
        return usage if self.sees("prices") else replace(usage, price="")

    def citations(self, citations: list[Citation]) -> list[Citation]:
        """Those that were recorded under another policy, cut to this one."""
        if not self.sees("sources"):
            return []
        return citations if self.sees("passages") else [replace(citation, content="") for citation in citations]

    def thoughts(self, thoughts: list[Thought]) -> list[Thought]:
        """The same for steps."""
        return [seen for thought in thoughts if (seen := self.thought(thought))]

    def thought(self, thought: Thought) -> Thought | None:
        """None where it may not be seen at all."""
        seen, input, result = self.step(thought.kind)
        if not seen:
            return None
        return replace(thought, input=thought.input if input else "", result=thought.result if result else "")

    def step(self, kind: str) -> tuple[bool, bool, bool]:
        """Whether a step of that kind is seen, what went into it, and what came out."""
        step, input, result = _STEPS[kind]
        return self.sees(step), self.sees(input), self.sees(result)
