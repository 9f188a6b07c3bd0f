"""Which addresses of files are fetched, and where a name may lead: never into a network behind this server.

Addresses come from upstream, where a model, a tool or a person may have written them.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass

from app.dify.errors import ForeignAddress, Unreachable

_PORTS = {"http": 80, "https": 443}
# Addresses of IPv6 that carry one of IPv4 to where it may be anything (NAT64, 6to4, Teredo), and those of a site,
# which are out of use but not out of every network.
_INWARD = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10")))


@dataclass(frozen=True)
class Place:
    """Where an address leads: ``host`` in lower case and ASCII, an IPv6 address without brackets."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, scheme: str, host: str, port: int | None) -> "Place":
        return cls(scheme, host.lower().rstrip("."), _PORTS.get(scheme, 0) if port is None else port)

    def is_one_of(self, hosts: Collection[str]) -> bool:
        """Whether ``hosts`` names it, as ``host:port``, or as ``host`` for the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" in hosts or (self.port == _PORTS.get(self.scheme) and host in hosts)


async def public_addresses(place: Place, seconds: float) -> list[str]:
    """The IP addresses of a host, each of which is public: to connect to these is to ask no name again.

    Raises :class:`ForeignAddress` where one of them is not, and :class:`Unreachable` where there is none.
    """
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # a timeout is an OSError as well
        raise Unreachable(f"{place.host} has no address: {type(error).__name__}") from None
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    if not all(map(is_public, addresses)):
        raise ForeignAddress(f"{place.host} is an address inside a network")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet, also where IPv6 only carries one of IPv4."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _INWARD):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
