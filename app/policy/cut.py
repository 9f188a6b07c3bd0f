"""Cutting what the API says to what a role may see."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from app.dify import events, models
from app.dify.wire import Wire
from app.policy.lists import LISTS, SILENT, Role
from app.views import Thought

Object = TypeVar("Object", bound=Wire)


def allow(role: Role, thing: Object) -> Object:
    """``thing`` with the fields that ``role`` may see; all others have their defaults, and nothing extra is left.

    Raises :class:`KeyError` for a kind of object that no list names: to show it is to decide about it.
    """
    allowed = LISTS[role][type(thing)]
    values = {name: _inner(role, getattr(thing, name)) for name in allowed if name in thing.model_fields_set}
    if isinstance(thing, events.ErrorEvent):
        values["message"] = reason(thing.code, thing.message)
    if isinstance(thing, models.Metadata) and "retriever_resources" in allowed:
        values["retriever_resources"] = [allow(role, item) for item in thing.citations]
    return cast(Object, type(thing).model_construct(**values))


def reason(code: str, message: str) -> str:
    """The upstream's own words about an error, where they are meant for the person who asked; else nothing.

    An unknown code still shows its message: newer servers name more of what a person can mend.
    """
    return "" if code in SILENT or code == "" else message[:500]


def _inner(role: Role, value: Any) -> Any:
    if isinstance(value, Wire):
        return allow(role, value)
    if isinstance(value, list):
        return [_inner(role, item) for item in value]
    if isinstance(value, dict):
        return {name: _inner(role, item) for name, item in value.items()}
    return value


@dataclass(frozen=True)
class Policy:
    """What whoever looks at an app may see. ``flow``: the app's maker shows its flow's steps to everybody."""

    role: Role = Role.VISITOR
    flow: bool = False

    def allow(self, thing: Object) -> Object:
        """As :func:`allow`; of a flow's step a visitor sees the name and how it went, where its maker shows them."""
        left = allow(self.role, thing)
        if isinstance(left, events.NodeEvent) and self.role is Role.VISITOR and not self.flow:
            return cast(Object, type(left).model_construct(event=left.event))
        return left

    @property
    def usage(self) -> bool:
        """Whether tokens and prices are shown."""
        return self.role is Role.BUILDER

    def thought(self, thought: Thought) -> Thought | None:
        """A step that was recorded under another policy, cut to this one; None where it may not be seen at all."""
        hidden = thought.kind == "log" or (thought.kind == "node" and not self.flow)
        match self.role:
            case Role.VISITOR:
                return None if hidden else replace(thought, input="", result="")
            case Role.MEMBER if thought.kind in ("node", "log"):
                return replace(thought, input="", result="")
        return thought
