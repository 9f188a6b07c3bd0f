"""Noting what an agent looks at and does: each method of the inbox is noted, or it is decided that it need not be."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import wraps
from inspect import BoundArguments, isasyncgenfunction, signature
from typing import Any, cast

from app.apps.apps import Open
from app.apps.inbox import Inbox, inbox_for
from app.apps.quality import Quality
from app.identity import Person
from app.ledger.audit import Audit

AGAIN = 600.0  # seconds after which a conversation that is looked at again is noted again


@dataclass(frozen=True)
class Noted:
    """What is noted of a method: the ``kind``, and as its detail the argument of that name."""

    kind: str
    detail: str = ""
    once: float = 0.0


Rule = Noted | Callable[[Mapping[str, Any]], Noted]
Rules = Mapping[str, Rule | None]

# Of each method and property of the inbox. None: it is noted otherwise, or is about no conversation in particular.
RULES: Rules = {
    "again": None,  # of a conversation that was opened, as what comes in it is shown
    "agent": None,
    "agents": None,
    "apps": None,
    "arrive": None,
    "assign": Noted("assigned", "agent"),
    "ask_again": Noted("drafted"),
    "bring": Noted("brought"),
    "canned": None,  # filled in for a conversation that was opened
    "chat": None,  # of a conversation that was opened
    "correct": Noted("corrected", "turn_id"),
    "correction": None,  # of a conversation that was opened
    "count": None,
    "counts": None,
    "customer": None,  # of a conversation that was opened
    "discard": None,  # of what was not sent
    "draft": Noted("drafted"),
    "drop_canned": None,
    "drop_note": Noted("noted", "note"),
    "drop_view": None,
    "edit_note": Noted("noted", "note"),
    "found": Noted("searched"),
    "giver": Noted("file", "file_id"),
    "given": None,  # of a conversation that was opened
    "hand_back": Noted("returned"),
    "keep_canned": None,
    "keep_view": None,
    "label": lambda given: Noted("labelled" if given["on"] else "unlabelled", "label"),
    "labels": None,
    "line": None,  # of the list
    "note": Noted("noted"),
    "notes": None,  # of a conversation that was opened
    "page": None,  # the list itself, which changes all the time
    "presence": None,
    "receive": None,  # with what is said
    "references": None,  # of a conversation that was opened
    "read": None,  # how far the agent has read, which is the agent's own
    "said": None,  # of a conversation that was opened
    "say": Noted("said"),
    "set_status": Noted("status", "status"),
    "take": Noted("taken"),
    "thread": Noted("opened", once=AGAIN),
    "view": None,
    "views": None,
    "waiting": None,  # of the list
}

# The same of what is looked at for the quality of answers, which shows questions and answers of everybody.
QUALITY: Rules = {
    "apps": None,
    "board": Noted("reviewed", once=AGAIN),
    "is_elsewhere": None,
    "learn": None,  # ratings, from the apps
    "set_done": Noted("done", "id"),
    "whose": None,  # with what is brought in
}


def audited_for(person: Person, open: Open, address: str) -> Inbox | None:
    """The inbox of somebody who comes from there; None for who serves nobody, or in no app."""
    inbox = inbox_for(person, open)
    return audited(inbox, open.all()[0].inbox.audit, person, address) if inbox else None


def audited(inbox: Inbox, audit: Audit, agent: Person, address: str) -> Inbox:
    """The same inbox, of which nothing is seen or done before it is noted. Where it cannot be, methods raise
    ``Unaudited``, and nothing is shown or changed."""
    return cast(Inbox, _Audited(inbox, RULES, audit, agent, address))


def quality_for(person: Person, open: Open, address: str) -> Quality | None:
    """The same of the quality of answers."""
    if not person.user or not person.serves or not (chats := open.all()):
        return None
    return cast(Quality, _Audited(Quality(open), QUALITY, chats[0].inbox.audit, person, address))


class _Audited:
    def __init__(self, inner: object, rules: Rules, audit: Audit, agent: Person, address: str) -> None:
        self._inner = inner
        self._rules = rules
        self._audit = audit
        self._who = agent.user, agent.name, address

    def __getattr__(self, name: str) -> Any:
        if name not in self._rules:
            raise NotImplementedError(f"it is not decided whether {name} is noted: see app.apps.audited")
        found, rule = getattr(self._inner, name), self._rules[name]
        if rule is None:
            return found

        @wraps(found)
        async def noted(*args: Any, **named: Any) -> Any:
            await self._note(rule, signature(found).bind(*args, **named))
            return await found(*args, **named)

        @wraps(found)
        async def noted_first(*args: Any, **named: Any) -> AsyncGenerator[Any, None]:
            await self._note(rule, signature(found).bind(*args, **named))
            async with aclosing(found(*args, **named)) as items:
                async for item in items:
                    yield item

        return noted_first if isasyncgenfunction(found) else noted

    async def _note(self, rule: Rule, bound: BoundArguments) -> None:
        bound.apply_defaults()
        given = bound.arguments
        rule = rule if isinstance(rule, Noted) else rule(given)
        place = given.get("conversation_id", given.get("id", ""))
        about = {"app": given.get("app", ""), "conversation": place, "customer": given.get("user", "")}
        detail = str(given[rule.detail]) if rule.detail else ""
        await self._audit.add(rule.kind, *self._who, **about, detail=detail, once=rule.once)
