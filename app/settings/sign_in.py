"""The settings of sign-in: how people prove who they are, how long that holds, and what their groups make of them."""

from collections.abc import Mapping
from string import ascii_letters, digits
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from app.settings.base import LOOPBACK, PREFIX, ROLES, SettingsError, http_url

WAYS = ("open", "local", "proxy", "oidc")
_KNOWN = ("agent", "admin")  # roles that nobody has without a name
_HEADER = frozenset(ascii_letters + digits + "-")


def _way(value: str) -> str:
    if value not in WAYS:
        raise ValueError(f"one of {', '.join(WAYS)}")
    return value


def _roles(value: str | Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(value, str):
        return value
    pairs = [(group.strip(), role.strip()) for group, _, role in (item.rpartition("=") for item in value.split(","))]
    pairs = [pair for pair in pairs if any(pair)]
    if not all(group and role in ROLES for group, role in pairs) or len(dict(pairs)) < len(pairs):
        raise ValueError(
            "groups with their role between commas, each group once, such as staff=member, makers=builder; "
            f"a role is one of {', '.join(ROLES)}"
        )
    return dict(pairs)


def _switch(value: str | bool) -> bool:
    said = {"true": True, "false": False}.get(str(value).strip().lower())
    if said is None:
        raise ValueError("true or false")
    return said


def _hours(value: str | float) -> float:
    try:
        hours = float(value)
    except ValueError:
        hours = 0.0
    if not 0.1 <= hours <= 24 * 3660:
        raise ValueError("a number of hours, 0.1 or more, such as 12")
    return hours


def _origin(value: str) -> str:
    parts = urlsplit(http_url(value))
    if parts.path.strip("/") or set(value) & set("?#@"):
        raise ValueError("the address at which people open the page, without a path, such as https://chat.example.com")
    return http_url(value)


def _issuer(value: str) -> str:
    parts = urlsplit(http_url(value))
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (parts.scheme != "https" and not here) or set(value) & set("?#@"):
        raise ValueError(
            "the provider's address, which begins with https:// unless it is on this machine, and has neither a query "
            "nor a name and a password"
        )
    return http_url(value)


def _header(value: str) -> str:
    if not value or not set(value) <= _HEADER:
        raise ValueError("the name of a header, such as X-Forwarded-User")
    return value.lower()


class SignInSettings(BaseSettings):
    """``sign_in`` is the way: ``open`` to everybody, ``local`` accounts, a ``proxy`` in front that says who it is, or
    ``oidc``, an OpenID provider; other names begin with the way that they belong to.

    Who signed in has a session of ``session_hours`` at most, which ends once they were away for
    ``session_idle_hours``. ``public_url`` is where people open the page. ``roles`` gives the role of a group, where
    that sees more than the settings' ``role``. With ``visitors`` the only app is there for who has not signed in, too.
    """

    sign_in: Annotated[str, AfterValidator(_way)] = "open"
    visitors: Annotated[bool, BeforeValidator(_switch)] = False
    roles: Annotated[Mapping[str, str], NoDecode, BeforeValidator(_roles)] = Field(default_factory=dict)
    public_url: Annotated[str, AfterValidator(_origin)] | None = None
    session_hours: Annotated[float, BeforeValidator(_hours)] = 720.0
    session_idle_hours: Annotated[float, BeforeValidator(_hours)] = 168.0
    proxy_user_header: Annotated[str, AfterValidator(_header)] | None = None
    proxy_groups_header: Annotated[str, AfterValidator(_header)] | None = None
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid profile"
    oidc_groups_claim: str = "groups"


_NEEDED = {"proxy": ("proxy_user_header", "trusted_proxies"), "oidc": ("oidc_issuer", "oidc_client_id", "public_url")}


def check_sign_in(settings: SignInSettings) -> None:
    """Raises :class:`SettingsError` where a way lacks what it needs."""
    for name in _NEEDED.get(settings.sign_in, ()):
        if not getattr(settings, name):
            raise SettingsError(
                f"{PREFIX}{name.upper()} is missing: {PREFIX}SIGN_IN is {settings.sign_in}, so it is expected."
            )
    if settings.sign_in == "oidc" and "openid" not in settings.oidc_scopes.split():
        raise SettingsError(f"{PREFIX}OIDC_SCOPES is {settings.oidc_scopes!r}, but expected: openid among them.")


def check_open(role: str, host: str, *, fronted: bool) -> None:
    """Raises :class:`SettingsError` where whoever comes would have a role that is for people who are known."""
    if role in _KNOWN and (fronted or host not in LOOPBACK):
        raise SettingsError(
            f"{PREFIX}ROLE is {role!r}, which is for people who are known, and {PREFIX}SIGN_IN is open, so everybody "
            f"would have it. Let people sign in, and give the role to a group by {PREFIX}ROLES; or try it with "
            f"{PREFIX}HOST at {LOOPBACK[0]}, without {PREFIX}TRUSTED_PROXIES and {PREFIX}PUBLIC_URL."
        )
