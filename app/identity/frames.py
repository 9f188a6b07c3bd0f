"""Who comes through another site's page: whom its server names by a signed token, or a visitor without a name.

No cookie counts there. A page shows its pass in its first event, and again after each reconnect.
"""

import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from pydantic import SecretStr
from redis.exceptions import RedisError

from app.catalog import App
from app.catalog.embedding import HostIdentity
from app.identity.guests import Guest, Unbelieved
from app.identity.once import Once, OnceHere
from app.identity.passes import EARLY, Pass, Passes

if TYPE_CHECKING:
    from app.identity.keys import HostKeys

log = logging.getLogger(__name__)


class Refused(Exception):
    """Nobody comes in that way. The reason stands in the log alone, since it helps whoever forges."""


class Frames:
    """``entry`` gives the app of a slug, as the catalog has it now. Where the app does not ask for a token, a visitor
    needs none in one of those that are open to the ``nameless``."""

    def __init__(
        self,
        entry: Callable[[str], App | None],
        passes: Passes,
        once: Once,
        nameless: Callable[[App], bool] = lambda _app: True,
    ) -> None:
        self.passes = passes
        self._entry = entry
        self._once = once
        self._nameless = nameless
        self._keys: dict[str, HostKeys] = {}

    @classmethod
    def nowhere(cls) -> Self:
        """No app stands in another page."""
        return cls(lambda _slug: None, Passes(SecretStr(secrets.token_urlsafe(32))), OnceHere())

    def origins(self, slug: str) -> list[str]:
        """Whose pages the app may stand in."""
        app = self._entry(slug)
        return app.origins if app else []

    async def admit(
        self, slug: str, origin: str, token: str, kept: str, newcomer: Callable[[], Awaitable[None]]
    ) -> tuple[Pass, str]:
        """The pass of whoever comes, and its text: of the host's ``token``, or ``kept`` from before, or a new one.

        ``origin`` is the page's around ours, empty where there is none. ``newcomer`` is called for somebody who is here
        for the first time, without a name; it may raise. Raises :class:`Refused`.
        """
        app = self._entry(slug)
        if app is None or not app.origins:
            raise Refused
        if origin and origin not in app.origins:
            log.warning("app %s: a page is refused that stands in one whose origin the app does not name", app.slug)
            raise Refused
        if token:
            shown = await self._named(app, token)
        elif (before := self.read(slug, kept)) is not None and self.passes.left(kept) > EARLY:
            return before, kept
        elif self._needs_a_name(app) or self.passes.named(kept):
            raise Refused  # Whoever had a name is asked for it again, and becomes nobody else meanwhile.
        else:
            await newcomer()
            shown = Pass(f"visitor-{uuid4()}", slug)
        return shown, self.passes.given(shown)

    def read(self, slug: str, text: str) -> Pass | None:
        """The pass of that text, where it is of this app and still counts."""
        shown = self.passes.read(text) if text else None
        return shown if shown and self.counts(slug, shown) else None

    def counts(self, slug: str, shown: Pass) -> bool:
        """Whether the app, as the catalog has it now, goes by that pass, however old that is."""
        app = self._entry(slug)
        if app is None or not app.origins or shown.app != slug:
            return False
        host = _digest(app.identity) if app.identity else ""
        return shown.host == host or not (shown.host or self._needs_a_name(app))

    def _needs_a_name(self, app: App) -> bool:
        return bool(app.identity and app.identity.required) or not self._nameless(app)

    async def _named(self, app: App, token: str) -> Pass:
        identity = app.identity
        try:
            if identity is None:
                raise Unbelieved("the app has no identity table")
            guest = await self._guest(identity, app.slug, token)
            if identity.replay:
                await self._once.take(app.slug, guest)
        except (Unbelieved, RedisError) as error:
            log.warning("app %s: a host's token is not believed: %s", app.slug, error)
            raise Refused from None
        return Pass(guest.user, app.slug, _digest(identity), guest.name, guest.inputs)

    async def _guest(self, identity: HostIdentity, slug: str, token: str) -> Guest:
        # What reads tokens is there once one has come: most servers never see one.
        from app.identity.keys import HostKeys
        from app.identity.tokens import guest_of, shared_key

        if identity.secret is not None:
            return guest_of(token, shared_key(identity.secret), identity.issuer, slug, once=identity.replay)
        url = identity.jwks_url or ""
        keys = await self._keys.setdefault(url, HostKeys(url)).of(token)
        return guest_of(token, keys, identity.issuer, slug, once=identity.replay)


def _digest(identity: HostIdentity) -> str:
    """Whose word a pass goes back to: another issuer or key makes another one."""
    key = identity.secret.get_secret_value() if identity.secret else identity.jwks_url
    return hashlib.sha256(f"parley {identity.issuer} {key}".encode()).hexdigest()[:24]
