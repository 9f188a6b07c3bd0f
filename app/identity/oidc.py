"""Signing in through an OpenID provider: what it says of itself, the way there, and the proof that comes back.

The authorization code flow with PKCE. What a sign-in began with (state, nonce, verifier, where its person wants to go)
is in a signed cookie of ten minutes, in the browser that began it: a state that another browser brings is none.
"""

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import SecretStr

from app.identity.id_token import ALGORITHMS, Unproved, verified
from app.identity.sessions import Claim
from app.settings import Settings

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

BEGUN = "parley_oidc_"  # begins the name of the cookie of a sign-in that was begun
MINUTES = 10
KEPT = 3600.0  # seconds that what the provider says of itself is kept
PATIENCE = 10.0  # seconds that it may take to answer
AGAIN = 5.0  # seconds for which one that was away is not asked again
MOST_GROUPS, LONGEST = 500, 200  # groups that are taken, and the characters of one
BACK = "/sign-in/back"

log = logging.getLogger(__name__)


class ProviderAway(Exception):
    """The provider cannot be asked, or does not say what it has to."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun: ``url`` is the provider's page, ``name`` and ``cookie`` are the browser's to keep."""

    url: str
    name: str
    cookie: str


class Provider:
    """The provider of the settings. ``secret`` signs what a browser keeps meanwhile."""

    def __init__(self, settings: Settings, secret: SecretStr) -> None:
        assert settings.oidc_issuer is not None and settings.public_url is not None
        self._settings = settings
        self._issuer = settings.oidc_issuer
        self._back = settings.public_url + BACK
        self._signer = URLSafeTimedSerializer(secret.get_secret_value(), salt="parley-oidc")
        self._said: tuple[float, dict[str, Any]] | None = None
        self._away: tuple[float, str] | None = None
        self._asking = asyncio.Lock()

    async def look(self) -> None:
        """See whether it says where people sign in. Raises :class:`ProviderAway`."""
        await self._metadata()

    async def begin(self, there: str) -> Begun:
        """Raises :class:`ProviderAway`."""
        metadata = await self._metadata()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        return Begun(url, _named(state), self._signer.dumps([state, nonce, verifier, there]))

    async def finish(self, query: Mapping[str, str], cookies: Mapping[str, str]) -> tuple[Claim, str]:
        """Whom the provider proved, and where they wanted to go. Raises :class:`Unproved`, :class:`ProviderAway`."""
        nonce, verifier, there = self._begun(query.get("state", ""), cookies)
        if query.get("error") or not query.get("code"):
            raise Unproved(f"the provider answers {query.get('error', 'without a code')[:50]!r}")
        metadata = await self._metadata()
        if query.get("iss", metadata["issuer"]) != metadata["issuer"]:
            raise Unproved("another provider answers")
        async with self._client(metadata) as client:
            token = await self._token(client, metadata, query["code"], verifier)
            keys = await self._get(client, metadata["jwks_uri"])
            algorithms = ALGORITHMS & set(metadata.get("id_token_signing_alg_values_supported", ["RS256"]))
            claims = verified(
                str(token.get("id_token", "")), keys, algorithms, issuer=metadata["issuer"], nonce=nonce,
                client_id=self._settings.oidc_client_id, access_token=str(token.get("access_token", "")),
            )  # fmt: skip
            more = await self._more(client, metadata, claims, token)
        return self._claim(metadata["issuer"], claims, more), there

    @staticmethod
    def cookie_of(query: Mapping[str, str]) -> str:
        """The name of the cookie of the sign-in that comes back."""
        return _named(query.get("state", ""))

    async def end_url(self) -> str:
        """The provider's page that ends its own session too; empty where it has none."""
        try:
            there = (await self._metadata()).get("end_session_endpoint")
        except ProviderAway:
            return ""
        back = f"{self._settings.public_url}/sign-in"
        query = {"client_id": self._settings.oidc_client_id, "post_logout_redirect_uri": back}
        return f"{there}?{urlencode(query)}" if isinstance(there, str) and there.startswith("http") else ""

    def _begun(self, state: str, cookies: Mapping[str, str]) -> tuple[str, str, str]:
        try:
            kept, nonce, verifier, there = self._signer.loads(cookies.get(_named(state), ""), max_age=MINUTES * 60)
        except BadData:
            raise Unproved("nobody has begun this sign-in here, or too long ago") from None
        if not secrets.compare_digest(kept.encode(), state.encode("utf-8", "replace")):
            raise Unproved("another sign-in was begun here")
        return nonce, verifier, there

    async def _token(
        self, client: "AsyncOAuth2Client", metadata: dict[str, Any], code: str, verifier: str
    ) -> dict[str, Any]:
        from authlib.integrations.base_client import OAuthError

        try:
            return dict(await client.fetch_token(metadata["token_endpoint"], code=code, code_verifier=verifier))
        except OAuthError as error:
            raise Unproved(f"the provider takes no such code: {str(error.error)[:50]!r}") from None
        except Exception as error:  # What the HTTP library raises, and Authlib takes whichever of two it finds.
            raise ProviderAway(f"its tokens cannot be had: {type(error).__name__}") from None

    async def _more(
        self, client: "AsyncOAuth2Client", metadata: dict[str, Any], claims: dict[str, Any], token: dict[str, Any]
    ) -> dict[str, Any]:
        """What else it says of the person, where the token lacks it."""
        wanted = {self._settings.oidc_groups_claim, "name"}
        if wanted <= claims.keys() or not metadata.get("userinfo_endpoint"):
            return {}
        bearer = {"Authorization": f"Bearer {token.get('access_token', '')}"}
        found = await self._get(client, metadata["userinfo_endpoint"], headers=bearer)
        if found.get("sub") != claims["sub"]:
            raise Unproved("what the provider says is of somebody else")
        return found

    def _claim(self, issuer: str, claims: dict[str, Any], more: dict[str, Any]) -> Claim:
        said = {**more, **claims}
        names = (said.get(key) for key in ("name", "preferred_username", "email", "sub"))
        name = next(text for text in names if isinstance(text, str) and text.strip())
        given = said.get(self._settings.oidc_groups_claim, [])
        groups = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        kept = [group for group in groups if isinstance(group, str) and 0 < len(group) <= LONGEST][:MOST_GROUPS]
        return Claim(_user(issuer, claims["sub"]), "oidc", name.strip()[:LONGEST], kept)

    async def _metadata(self) -> dict[str, Any]:
        """What the provider says of itself. Who comes while it is asked waits for that answer."""
        async with self._asking:
            if self._said and time.monotonic() - self._said[0] < KEPT:
                return self._said[1]
            if self._away and time.monotonic() - self._away[0] < AGAIN:
                raise ProviderAway(self._away[1])
            try:
                said = await self._found()
            except ProviderAway as error:
                self._away = (time.monotonic(), str(error))
                raise
            self._said = (time.monotonic(), said)
            return said

    async def _found(self) -> dict[str, Any]:
        async with self._client() as client:
            said = await self._get(client, f"{self._issuer}/.well-known/openid-configuration")
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(said.get(name), str) for name in needed):
            raise ProviderAway("it does not say where it is asked")
        if said["issuer"].rstrip("/") != self._issuer:
            raise ProviderAway(f"it says that it is another one: {said['issuer'][:200]}")
        return said

    async def _get(self, client: "AsyncOAuth2Client", url: str, **more: Any) -> dict[str, Any]:
        try:
            answer = await client.request("GET", url, withhold_token=True, **more)
            said = answer.json() if answer.status_code == 200 else None
        except Exception as error:  # As above.
            raise ProviderAway(f"{url}: {type(error).__name__}") from None
        if not isinstance(said, dict):
            raise ProviderAway(f"{url}: it answers {answer.status_code}")
        return said

    def _client(self, metadata: Mapping[str, Any] | None = None) -> "AsyncOAuth2Client":
        from authlib.integrations.httpx_client import AsyncOAuth2Client  # For those who have a provider.

        secret = self._settings.oidc_client_secret
        ways = (metadata or {}).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return AsyncOAuth2Client(
            self._settings.oidc_client_id, secret.get_secret_value() if secret else None,
            token_endpoint_auth_method=way if secret else "none", scope=self._settings.oidc_scopes,
            redirect_uri=self._back, code_challenge_method="S256", timeout=PATIENCE, trust_env=False,
        )  # fmt: skip


def _named(state: str) -> str:
    """The cookie of a sign-in: each has its own, so that two tabs do not take each other's."""
    return BEGUN + hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()[:12]


def _user(issuer: str, subject: str) -> str:
    """The id of a subject, which is unique at its issuer alone; one that is long or odd, by its hash."""
    plain = subject if len(subject) <= LONGEST and subject.isascii() and subject.isprintable() else ""
    return f"oidc:{_hashed(issuer)[:12]}:{plain or _hashed(subject)}"


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
