"""Whether somebody who asks is the operator: on the machine itself, or with ``PARLEY_OPS_TOKEN``."""

import secrets
from ipaddress import ip_address

from starlette.requests import Request

from app.services import current

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def is_operator(request: Request) -> bool:
    """A request that any proxy has passed on does not come from this machine, whatever its connection's address is."""
    token = current().settings.ops_token
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if token is not None and kind.lower() == "bearer":
        return secrets.compare_digest(given.strip().encode(), token.get_secret_value().encode())
    return _here(request) and not any(name in request.headers for name in _PASSED_ON)


def _here(request: Request) -> bool:
    """Over loopback, and by its name: a page of another site that has its own name point here does not know that."""
    try:
        peer = ip_address(request.client.host) if request.client else None
    except ValueError:
        return False
    host = request.url.hostname or ""
    return peer is not None and peer.is_loopback and (host == "localhost" or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
