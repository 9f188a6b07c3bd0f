"""What an agent chooses to see in the console, as the ledger filters."""

import time
from collections.abc import Mapping, Sequence

import reflex as rx

from app.apps.audited import audited_for
from app.apps.inbox import Inbox
from app.apps.serving import known_as
from app.ledger.inbox import Filter
from app.services import current
from app.state.sockets import person_of, sockets
from app.views import InboxChoice

CHOICES = {"app": "", "status": "", "assignee": "", "label": "", "rating": "", "since": "", "unread": "", "failed": ""}
CHOICES |= {"order": "", "mentioned": ""}
AGENTS = ("me", "nobody")  # of ``assignee``, whose other values are agents' ids
DAYS = {"day": 1, "week": 7, "month": 30}


def inbox_of(state: rx.State) -> Inbox | None:
    """The inbox of whoever is there; None for who serves nobody, or in no app."""
    person = person_of(state)
    address = sockets.address(state.router.session.session_id)
    return audited_for(person, current().apps.open_to(person), address)


def with_chosen(agents: Sequence[InboxChoice], chosen: str) -> list[InboxChoice]:
    """Those to choose from, and who is ``chosen``, who may have nothing any more."""
    there = {"", *AGENTS, *(agent.value for agent in agents)}
    return [*agents, *([InboxChoice(chosen, known_as(chosen, ""))] if chosen not in there else [])]


def filter_of(state: rx.State, chosen: Mapping[str, str]) -> Filter:
    """What was chosen, as the ledger filters."""
    agent, days = person_of(state).user, DAYS.get(chosen["since"])
    return Filter(
        apps=(chosen["app"],) if chosen["app"] else (),
        status=chosen["status"],
        assignee={"me": agent, "nobody": ""}.get(chosen["assignee"], chosen["assignee"] or None),
        label=chosen["label"],
        rating=chosen["rating"],
        failed=chosen["failed"] != "",
        unread=chosen["unread"] != "",
        mentioned=chosen["mentioned"] != "",
        since=time.time() // 60 * 60 - days * 86_400 if days else 0.0,
        oldest_first=chosen["order"] != "",
    )
