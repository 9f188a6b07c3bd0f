"""Noting what an agent looks at and does: each method of the inbox is noted, or it is decided that it need not be."""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from inspect import BoundArguments, isasyncgenfunction, signature
from typing import Any, cast

from app.apps.apps import Open
from app.apps.inbox import Inbox, inbox_for
from app.apps.quality import Quality
from app.identity import Person
from app.ledger.audit import Audit
from app.ledger.inbox import COUNTED, Filter

AGAIN = 600.0  # seconds after which a conversation that is looked at again is noted again
LISTED = 3_600.0  # the same of a list, which changes all the time


@dataclass(frozen=True)
class Noted:
    """What is noted of a method: the ``kind``, and as its detail the argument of that name."""

    kind: str
    detail: str = ""
    once: float = 0.0


@dataclass(frozen=True)
class Looked:
    """A look at a list, or a search, of what a ``filter`` leaves: noted as the ``kind`` for each app that it is of,
    with what was asked for and, of a list, how many there were, once in a while."""

    kind: str


Rule = Noted | Looked | Callable[[Mapping[str, Any]], Noted]
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
    "found": Looked("searched"),
    "giver": Noted("file", "file_id"),
    "given": None,  # of a conversation that was opened
    "hand_back": Noted("returned"),
    "keep_canned": None,
    "keep_view": None,
    "label": lambda given: Noted("labelled" if given["on"] else "unlabelled", "label"),
    "labels": None,
    "line": None,  # of the list that was looked at
    "note": Noted("noted"),
    "notes": None,  # of a conversation that was opened
    "page": Looked("listed"),
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
    if not open.served:
        return None
    return cast(Quality, _Audited(Quality(open), QUALITY, open.all()[0].inbox.audit, person, address))


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
        if isinstance(rule, Looked):
            return await self._note_look(rule.kind, given["filter"], given.get("text"))
        rule = rule if isinstance(rule, Noted) else rule(given)
        place = given.get("conversation_id", given.get("id", ""))
        about = {"app": given.get("app", ""), "conversation": place, "customer": given.get("user", "")}
        detail = str(given[rule.detail]) if rule.detail else ""
        await self._audit.add(rule.kind, *self._who, **about, detail=detail, once=rule.once)

    async def _note_look(self, kind: str, filter: Filter, text: str | None) -> None:
        inbox, agent = cast(Inbox, self._inner), self._who[0]
        asked = " ".join([*([f"“{text}”"] if text else []), *_asked(filter)])
        for app in filter.within([known.value for known in inbox.apps]):
            if self._audit.lately((kind, agent, app, "", "", asked), LISTED):
                continue
            there = "" if text else _counted(await inbox.count(replace(filter, apps=(app,))))
            await self._audit.add(kind, *self._who, app=app, detail=asked, once=LISTED, but=there)


def _counted(count: int) -> str:
    return f"count={count}" if count <= COUNTED else f"count={COUNTED}+"


def _asked(filter: Filter) -> Iterator[str]:
    """What a filter leaves, but for its apps."""
    named = {"status": filter.status, "assignee": filter.assignee, "label": filter.label, "rating": filter.rating}
    named["assignee"] = "nobody" if filter.assignee == "" else filter.assignee
    yield from (f"{name}={value}" for name, value in named.items() if value)
    yield from (name for name in ("failed", "unread", "mentioned") if getattr(filter, name))
    days = {"since": filter.since, "until": filter.until}
    yield from (f"{name}={datetime.fromtimestamp(at, UTC):%Y-%m-%d}" for name, at in days.items() if at)
