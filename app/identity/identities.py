"""Who somebody is, by what a request or a socket bears."""

from starlette.datastructures import Headers

from app.identity.person import NOBODY, Person
from app.identity.signer import Signer
from app.policy import Role


class Identities:
    """Everybody with a cookie of ours is the visitor that it names, and has ``role``."""

    def __init__(self, signer: Signer, role: Role) -> None:
        self.signer = signer
        self._role = role

    async def of(self, headers: Headers) -> Person:
        """Whoever makes a request with these headers."""
        return self.proved(headers.get("cookie", ""))

    def proved(self, cookie: str) -> Person:
        """Whoever opened a socket with that ``Cookie`` header. Without a wait: a state asks it in every handler."""
        user = self.signer.user(cookie)
        return Person(user, self._role) if user else NOBODY
