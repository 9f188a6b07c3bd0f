"""Who somebody is, by what a request or a socket bears."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from starlette.datastructures import Headers
from starlette.types import Scope

from app.identity.cookies import cookie_in, without
from app.identity.person import NOBODY, Person
from app.identity.sessions import SESSIONS
from app.identity.signer import PROOF, Signer
from app.policy import Role


class Door(Protocol):
    """A way to sign in: it knows whoever came through it."""

    async def person(self, scope: Scope) -> Person:
        """Whoever makes the request, or opens the socket, of ``scope``. Raises ``LedgerFailed``."""
        ...


class Identities:
    """Without a ``door`` everybody with a cookie of ours is the visitor that it names, and has ``role``.

    With one nobody is anybody but by it; but while ``visitors()``, who has not come through it is such a visitor still,
    and marked as one. While ``frames()``, nobody's sockets are let in, too: in another site's page it is said later who
    is there. A state asks in every handler who is there, without a wait, and perhaps in another process than the one
    that took its socket: what was found when that opened is told it by a signed cookie of the server's own, which no
    browser is given, and in place of the one that the browser has.
    """

    def __init__(
        self,
        signer: Signer,
        role: Role,
        door: Door | None = None,
        visitors: Callable[[], bool] = lambda: False,
        frames: Callable[[], bool] = lambda: False,
    ) -> None:
        self.signer = signer
        self.door = door
        self._visitors = visitors
        self._frames = frames
        self._role = role
        self._read = lru_cache(2_000)(signer.person) if door else None

    async def of(self, scope: Scope) -> Person:
        """Whoever makes the request of ``scope``. Raises ``LedgerFailed`` where that cannot be known."""
        cookie = Headers(scope=scope).get("cookie", "")
        if self.door is None:
            return self._visitor(cookie)
        person = await self.door.person(scope)
        if person.user:
            return person
        return replace(STRANGER, user=self.signer.user(cookie)) if self._visitors() else STRANGER

    @property
    def newcomer(self) -> Person:
        """What whoever has no cookie yet is about to be, but for who they are."""
        return NOBODY if self.door else Person(role=self._role)

    async def admitted(self, scope: Scope) -> Scope | None:
        """The scope of a socket with what was found of whoever opens it; None for nobody. Raises ``LedgerFailed``."""
        if self.door is None:
            return scope
        person = await self.of(scope)
        if not person.user and not self._frames():
            return None
        others = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        left = without(Headers(scope=scope).getlist("cookie"), PROOF, *SESSIONS)
        proof = f"{PROOF}={self.signer.proof(person)}"
        cookie = "; ".join([*left, proof]).encode("latin-1")
        return {**scope, "headers": [*others, (b"cookie", cookie)], PERSON: person}

    def proved(self, cookie: str) -> Person:
        """Whoever opened a socket with that ``Cookie`` header, as :meth:`admitted` left it."""
        if self._read is None:
            return self._visitor(cookie)
        person = self._read(cookie_in(cookie, PROOF))
        return person if person.user else STRANGER

    def before(self, cookie: str, person: Person) -> str:
        """Whom a ``Cookie`` header names besides a person who has signed in: the visitor that they may have been."""
        visitor = self.signer.user(cookie) if self.door and person.user and not person.visitor else ""
        return visitor if visitor != person.user else ""

    def _visitor(self, cookie: str) -> Person:
        user = self.signer.user(cookie)
        return Person(user, self._role) if user else NOBODY


STRANGER = Person(visitor=True)  # nobody, where people sign in
PERSON = "parley.person"  # in the scope of a socket that was admitted
