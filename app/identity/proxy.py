"""A proxy in front that asks people to sign in, and says in a header who it is."""

from starlette.datastructures import Headers
from starlette.types import Scope

from app.identity.addresses import comes_through
from app.identity.person import NOBODY, Person
from app.identity.roles import role_of
from app.policy import Role
from app.settings import Settings

LONGEST = 200


class Proxied:
    """A door: whoever a trusted proxy names is there. What anybody else wrote into that header is not read."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def person(self, scope: Scope) -> Person:
        if not comes_through(scope, self._settings.trusted_proxies):
            return NOBODY
        headers = Headers(scope=scope)
        named = headers.getlist(self._settings.proxy_user_header or "")
        # Named twice, one of the two may be the visitor's own word.
        if len(named) != 1 or not (name := _text(named[0])) or len(name) > LONGEST or not name.isprintable():
            return NOBODY
        groups = frozenset(self._groups(headers))
        role = role_of(groups, self._settings.roles, Role(self._settings.role))
        return Person(f"proxy:{name}", role, name, groups)

    def _groups(self, headers: Headers) -> list[str]:
        if not (header := self._settings.proxy_groups_header):
            return []
        given = ",".join(headers.getlist(header))
        return [group for item in given.split(",") if (group := _text(item))]


def _text(value: str) -> str:
    """A header's text: proxies write UTF-8 where the standard has Latin-1."""
    try:
        return value.encode("latin-1").decode().strip()
    except UnicodeError:
        return value.strip()
