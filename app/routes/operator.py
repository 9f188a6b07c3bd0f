"""Whether somebody who asks is the operator: by ``PARLEY_OPS_TOKEN``, or where none is set, on the machine itself."""

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

from app.identity.addresses import comes_through
from app.services import current

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def is_operator(request: Request) -> bool:
    """A request that any proxy has passed on does not come from this machine, whatever its connection's address is.

    A proxy here may pass one on without a word, with ``localhost`` for its host as whoever asks wrote it. Where the
    settings say that one is in front, no connection proves that its request is of this machine.
    """
    settings = current().settings
    if (token := settings.ops_token) is not None:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        right = secrets.compare_digest(given.strip().encode(), token.get_secret_value().encode())
        return right and kind.lower() == "bearer"
    if comes_through(request.scope, settings.trusted_proxies) or _is_elsewhere(settings.public_url):
        return False
    return _here(request) and not any(name in request.headers for name in _PASSED_ON)


def _is_elsewhere(url: str | None) -> bool:
    """Whether people open the page by another name than this machine's own."""
    return url is not None and not _is_own(urlsplit(url).hostname or "")


def _here(request: Request) -> bool:
    """Over loopback, and by its name: a page of another site that has its own name point here does not know that."""
    try:
        peer = ip_address(request.client.host) if request.client else None
    except ValueError:
        return False
    return peer is not None and peer.is_loopback and _is_own(request.url.hostname or "")


def _is_own(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
