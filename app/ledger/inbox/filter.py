"""Which conversations of the inbox are wanted."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, literal_column, select, tuple_

from app.ledger.inbox.rows import Agent, Label, Mention, Seen
from app.ledger.rows import Conversation

STATUSES = ("open", "waiting", "person", "resolved")
RATINGS = ("like", "dislike")
_NONE: ColumnElement[str] = literal_column("''")  # as it stands in the indices of those that are not empty


@dataclass(frozen=True)
class Filter:
    """What is empty or off does not matter; of ``assignee`` that is None, and empty it is nobody.

    ``since`` and ``until`` are seconds of the epoch, between which a conversation has last changed. Newest ones come
    first, unless ``oldest_first``.
    """

    apps: tuple[str, ...] = ()
    status: str = ""
    assignee: str | None = None
    label: str = ""
    rating: str = ""
    failed: bool = False
    unread: bool = False
    mentioned: bool = False
    since: float = 0.0
    until: float = 0.0
    oldest_first: bool = False

    def within(self, open: Collection[str]) -> list[str]:
        """The apps that it asks for, of those that are ``open``."""
        return sorted(app for app in set(open) if not self.apps or app in self.apps)

    def conditions(self, agent: str) -> list[ColumnElement[bool]]:
        """What has to be true of a conversation, but for its app."""
        wanted: list[ColumnElement[bool]] = [Conversation.deleted_at.is_(None)]
        if self.status:
            wanted.append(Conversation.status == self.status)
        if self.assignee is not None:
            wanted.append(Conversation.assignee == (self.assignee or _NONE))
        if self.assignee:
            wanted.append(Conversation.assignee != _NONE)
        if self.label:
            labelled = select(Label.app, Label.conversation_id).where(Label.label == self.label)
            wanted.append(tuple_(Conversation.app, Conversation.id).in_(labelled))
        if self.rating:
            wanted += [Conversation.rating == self.rating, Conversation.rating != _NONE]
        if self.failed:
            wanted.append(Conversation.failed.expression)
        if self.unread:
            wanted.append(unread(agent))
        if self.mentioned:
            named = select(Mention.app, Mention.conversation_id).where(Mention.agent == agent)
            wanted.append(tuple_(Conversation.app, Conversation.id).in_(named))
        if self.since:
            wanted.append(Conversation.updated_at >= self.since)
        if self.until:
            wanted.append(Conversation.updated_at < self.until)
        return wanted


def unread(agent: str) -> ColumnElement[bool]:
    """Whether something was asked in a conversation that this agent has not read."""
    of_it = (Seen.app == Conversation.app, Seen.conversation_id == Conversation.id, Seen.agent == agent)
    one: ScalarSelect[float] = select(Seen.asked_at).where(*of_it).correlate(Conversation).scalar_subquery()
    all_: ScalarSelect[float] = select(Agent.read_until).where(Agent.agent == agent).scalar_subquery()
    return Conversation.asked_at > func.coalesce(one, all_, 0.0)
