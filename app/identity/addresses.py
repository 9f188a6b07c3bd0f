"""From where and how somebody asks: the connection's own address and scheme, or what trusted proxies say of them."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from app.settings import Network

Address = IPv4Address | IPv6Address

HOPS = 20  # proxies, one behind the other, that are followed
_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_HOUSEHOLD = 64  # first bits of an IPv6 address that all addresses of one connection to the net share
_WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")  # as some proxies write: [2001:db8::1]:443, 192.0.2.1:443


def client_address(scope: Scope, proxies: Collection[Network]) -> str:
    """The address that a request or a socket comes from; empty where it has none, as over a Unix socket.

    ``X-Forwarded-For`` is read from its end, where the nearest proxy wrote, as long as those who wrote are in
    ``proxies``; whatever stands before that may be made up by whoever asks. An entry that is no address tells nothing
    of who was before it: the proxy that wrote it is then the one that asks. An IPv4 address is one in whatever way it
    is written.
    """
    peer = _parsed((scope.get("client") or ("",))[0])
    if peer is None:
        return ""
    for named in _forwarded(scope):
        if not _trusted(peer, proxies) or named is None:
            break
        peer = named
    return str(peer)


def place_of(scope: Scope, proxies: Collection[Network]) -> str:
    """What a request or a socket is counted under, with all that come from there; empty where that is not known.

    While no proxy is trusted, an address that is not a public one may be that of a proxy which everybody comes through.
    """
    address = client_address(scope, proxies)
    known = address and (proxies or ip_address(address).is_global)
    return network_of(address) if known else ""


def client_scheme(scope: Scope, proxies: Collection[Network]) -> str:
    """``https`` where the browser came by TLS: to this server, or, as a proxy in ``proxies`` says, to the first one.

    A socket counts as what its page was loaded by: some proxies say «wss» of it.
    """
    peer, scheme = _parsed((scope.get("client") or ("",))[0]), str(scope.get("scheme", "http"))
    if peer is not None and _trusted(peer, proxies):
        named = Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip().lower()
        scheme = named if named in _SCHEMES else scheme
    return _SCHEMES.get(scheme, scheme)


def comes_through(scope: Scope, proxies: Collection[Network]) -> bool:
    """Whether it is one of ``proxies`` that is connected."""
    peer = _parsed((scope.get("client") or ("",))[0])
    return peer is not None and _trusted(peer, proxies)


def _trusted(address: Address, proxies: Collection[Network]) -> bool:
    return any(address in network for network in proxies)


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 of an IPv6 address, all of which one machine may have."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, _HOUSEHOLD), strict=False))
    return str(parsed) if parsed else ""


def _forwarded(scope: Scope) -> Iterator[Address | None]:
    """Who is named, from the nearest on; None for what is no address."""
    named = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    if named.strip():
        yield from map(_parsed, reversed(named.rsplit(",", HOPS)[-HOPS:]))


def _parsed(text: str) -> Address | None:
    text = text.strip()
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    with suppress(ValueError):
        address = ip_address(text.partition("%")[0])  # fe80::1%eth0: the interface is this machine's own
        return getattr(address, "ipv4_mapped", None) or address
    return None
