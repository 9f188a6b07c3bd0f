"""Somebody who has come: what the server knows of them, and what they may see."""

from dataclasses import dataclass

from app.policy import Role


@dataclass(frozen=True, slots=True)
class Person:
    """``user`` is the id that the apps and the ledger know them by; empty, it is nobody.

    ``session`` is the id of what they signed in with, ``groups`` and ``name`` are what was said of them there: a
    visitor without a name has none of these. Whoever came through another site's page is there in that ``app`` alone:
    in another one the same ``user`` may be somebody else's word for somebody else. A ``visitor`` has not signed in,
    where others have, and is there in the apps that are for such alone; with no ``user`` they are nobody as well.
    """

    user: str = ""
    role: Role = Role.VISITOR
    name: str = ""
    groups: frozenset[str] = frozenset()
    session: str = ""
    app: str = ""
    visitor: bool = False

    @property
    def serves(self) -> bool:
        """Whether they serve others, and see everybody's conversations. Where nobody is known by name, anybody may be a
        builder of what they see themselves."""
        return self.role in (Role.AGENT, Role.ADMIN) or (self.role is Role.BUILDER and self.name != "")


NOBODY = Person()
