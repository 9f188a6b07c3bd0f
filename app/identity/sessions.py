"""Sessions: the cookie of whoever has signed in, and whom the ledger knows by it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import Scope

from app.identity.addresses import client_address, client_scheme
from app.identity.cookies import cookie_in
from app.identity.devices import device_of
from app.identity.person import NOBODY, Person
from app.identity.roles import role_of
from app.ledger import Lifetime, Session, SignedIn
from app.policy import Role
from app.settings import Settings

# Behind TLS the name's beginning has the browser see to it that no other host of the domain sets such a cookie.
SESSIONS = PLAIN, SECURE = ("parley_session", "__Host-parley_session")
HOUR = 3600.0


@dataclass(frozen=True)
class Claim:
    """What somebody has proved on signing in: ``user`` is theirs for good, ``kind`` the way that they came.

    ``proof`` is the hash of the password that it was, where it was one.
    """

    user: str
    kind: str
    name: str
    groups: Collection[str] = ()
    proof: str = field(default="", repr=False)


class Sessions:
    """A door: whoever bears a session's token is its person."""

    def __init__(self, ledger: SignedIn, settings: Settings) -> None:
        self._ledger = ledger
        self._settings = settings
        self.lifetime = Lifetime(settings.session_hours * HOUR, settings.session_idle_hours * HOUR)

    async def person(self, scope: Scope) -> Person:
        token = self.token(scope)
        row = await self._ledger.of(token, self.lifetime) if token else None
        return self._person(row) if row else NOBODY

    async def begin(self, claim: Claim, scope: Scope) -> str:
        """Sign somebody in: the ``Set-Cookie`` of a new session. One that the browser had before, whosever, ends."""
        if before := await self._before(scope):
            await self._ledger.revoke(before.user, before.id)
        token = await self._ledger.add(
            claim.user, self.lifetime, kind=claim.kind, name=claim.name, groups=claim.groups,
            device=device_of(Headers(scope=scope).get("user-agent", "")),
            address=client_address(scope, self._settings.trusted_proxies),
        )  # fmt: skip
        return self._cookie(scope, token, int(self.lifetime.whole))

    async def lasting(self, ids: Collection[str]) -> set[str]:
        """Which of these sessions have not ended; each page that is open is somebody who is there."""
        return await self._ledger.lasting(ids, self.lifetime)

    async def all(self, person: Person) -> list[Session]:
        """Where this person is signed in, the place that was seen last first."""
        return await self._ledger.all(person.user, self.lifetime)

    async def revoke(self, person: Person, id: str) -> None:
        """End one of this person's sessions."""
        await self._ledger.revoke(person.user, id)

    async def end(self, person: Person, *, everywhere: bool = False) -> None:
        """Sign somebody out, here or on all devices."""
        if everywhere:
            await self._ledger.revoke_all(person.user)
        else:
            await self.revoke(person, person.session)

    def ended(self, scope: Scope) -> str:
        """The ``Set-Cookie`` by which the browser forgets."""
        return self._cookie(scope, "", 0)

    def by_tls(self, scope: Scope) -> bool:
        return client_scheme(scope, self._settings.trusted_proxies) == "https"

    def token(self, scope: Scope) -> str:
        return cookie_in(Headers(scope=scope).get("cookie", ""), self._name(scope))

    async def _before(self, scope: Scope) -> Session | None:
        token = self.token(scope)
        return await self._ledger.of(token, self.lifetime) if token else None

    def _person(self, row: Session) -> Person:
        groups = frozenset(row.groups)
        role = role_of(groups, self._settings.roles, Role(self._settings.role))
        return Person(row.user, role, row.name, groups, row.id)

    def _name(self, scope: Scope) -> str:
        return SECURE if self.by_tls(scope) else PLAIN

    def _cookie(self, scope: Scope, value: str, age: int) -> str:
        name = self._name(scope)
        flags = "; Secure" if name == SECURE else ""
        return f"{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{flags}"
