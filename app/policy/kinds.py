"""What an operator can decide about an app by name: kinds of content, and from which role on each is seen."""

from dataclasses import dataclass, field

from app.dify import events, models
from app.dify.thoughts import AgentThought
from app.policy.lists import VISITOR, Lists, Role, names

# From which role on each kind is seen where nothing else was decided; a flow's steps also by visitors, if its maker
# shows them.
USUAL: dict[str, Role] = {
    "sources": Role.VISITOR,
    "passages": Role.VISITOR,
    "reasoning": Role.VISITOR,
    "tools": Role.VISITOR,
    "tool_input": Role.MEMBER,
    "tool_output": Role.MEMBER,
    "nodes": Role.MEMBER,
    "logs": Role.MEMBER,
    "node_data": Role.BUILDER,
    "usage": Role.AGENT,
    "prices": Role.AGENT,
    "variables": Role.BUILDER,
}

# The fields that each of them is. Variables are no object of a list: whoever may not see them is not given any.
FIELDS: dict[str, Lists] = {
    "sources": {models.Metadata: names("retriever_resources"), models.Message: names("retriever_resources")},
    "passages": {models.RetrieverResource: names("content")},
    "reasoning": {events.ReasoningChunkEvent: names("data")},
    "tools": {kind: names("tool tool_labels outcomes") for kind in (events.AgentThoughtEvent, AgentThought)},
    "tool_input": {kind: names("tool_input") for kind in (events.AgentThoughtEvent, AgentThought)},
    "tool_output": {kind: names("observation") for kind in (events.AgentThoughtEvent, AgentThought)},
    "nodes": {events.NodeEvent: names("data")},
    "logs": {
        events.AgentLogEvent: names("data"),
        events.AgentLog: names("id node_execution_id parent_id node_id label status"),
    },
    "node_data": {
        events.NodeStep: names("inputs process_data outputs error elapsed_time"),
        events.AgentLog: names("data error"),
    },
    "usage": {models.Metadata: names("usage"), models.Usage: names("total_tokens latency")},
    "prices": {models.Usage: names("total_price currency")},
    "variables": {},
}


def _of(role: Role, less: Lists) -> Lists:
    """The list of a role: what the one before it sees, and the kinds that are seen from it on."""
    made = dict(less)
    for kind, least in USUAL.items():
        if least is role:
            _add(made, FIELDS[kind])
    return made


def _add(lists: Lists, fields: Lists) -> None:
    for thing, more in fields.items():
        lists[thing] = lists.get(thing, frozenset()) | more


MEMBER = _of(Role.MEMBER, VISITOR)
AGENT = _of(Role.AGENT, MEMBER)
BUILDER = _of(Role.BUILDER, AGENT)
ADMIN = _of(Role.ADMIN, BUILDER)
LISTS = dict(zip(Role, (VISITOR, MEMBER, AGENT, BUILDER, ADMIN), strict=True))


@dataclass(frozen=True)
class Rules:
    """From which role on an app's kinds are seen, None for nobody; what is not named is as usual."""

    least: dict[str, Role | None] = field(default_factory=dict)
    _lists: dict[Role, Lists] = field(default_factory=dict, compare=False, repr=False)

    def sees(self, role: Role, kind: str) -> bool:
        least = self.least.get(kind, USUAL[kind])
        return least is not None and _RANKS[role] >= _RANKS[least]

    def lists(self, role: Role) -> Lists:
        """The role's lists, with what was decided otherwise."""
        if not self.least:
            return LISTS[role]
        if role not in self._lists:
            self._lists[role] = self._made(role)
        return self._lists[role]

    def _made(self, role: Role) -> Lists:
        made = dict(LISTS[role])
        for kind in self.least:
            for thing, fields in FIELDS[kind].items():
                made[thing] = made.get(thing, frozenset()) - fields
        for kind in self.least:
            if self.sees(role, kind):
                _add(made, FIELDS[kind])
        return made


_RANKS = {role: rank for rank, role in enumerate(Role)}
