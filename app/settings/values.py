"""What a setting's text has to be: each function takes it and gives its value, or raises ValueError with what was
expected."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import BeforeValidator, SecretStr

from app.settings.base import RETENTIONS, ROLES

Network = IPv4Network | IPv6Network


def folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError("a folder that exists and can be read")
    return value


def writable(value: Path) -> Path:
    there = value.absolute()
    while not there.exists():
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise ValueError("a folder that can be written, or made")
    return value


def database(value: str) -> str:
    if not value or value.startswith("sqlite+aiosqlite:///"):
        return value
    scheme, _, place = value.partition("://")
    if scheme not in ("postgresql", "postgres", "postgresql+asyncpg") or not _names_a_database(place):
        raise ValueError(
            "a PostgreSQL database as postgresql://user:password@host/name, or a SQLite file as "
            "sqlite+aiosqlite:///path; in a user and a password, signs such as @ : / and # stand as %40 %3A %2F %23"
        )
    return f"postgresql://{place}"


def _names_a_database(place: str) -> bool:
    """Whether hosts, each with a port or without, and a name stand in what follows ``postgresql://``. The folder of a
    socket may be the host: it stands as ``?host=/folder``."""
    try:
        parts = urlsplit(f"//{place}")
        hosts = parts.netloc.rpartition("@")[2] or parse_qs(parts.query).get("host", [""])[0]
        ports = [urlsplit(f"//{host}").port for host in hosts.split(",")]
    except ValueError:  # brackets that do not close, or a port that is no number
        return False
    return bool(hosts) and 0 not in ports and len(parts.path) > 1 and not parts.fragment


def redis(value: str) -> str:
    if value and not (
        value.startswith(("redis://", "rediss://", "unix://")) and urlsplit(value).path + urlsplit(value).netloc
    ):
        raise ValueError("a Redis server as redis://host:6379/0, rediss://… (with TLS) or unix:///path/to/socket")
    return value


def embedded_app(value: str) -> str:
    if value not in ("guide", "toolbox", "desk"):
        raise ValueError("one of the embedded apps: guide, toolbox or desk")
    return value


def hosts(value: str | frozenset[str]) -> frozenset[str]:
    hosts = value if isinstance(value, frozenset) else {item.strip().lower() for item in value.split(",")} - {""}
    if not all(map(_is_host, hosts)):
        raise ValueError("hosts between commas, each as host or host:port, such as files.example.com")
    return frozenset(hosts)


def _is_host(value: str) -> bool:
    try:
        parts = urlsplit(f"//{value}")
        return bool(parts.hostname) and parts.netloc == value and parts.port != 0 and not set(value) & set("@ ")
    except ValueError:
        return False


def proxies(value: str | frozenset[Network]) -> frozenset[Network]:
    if isinstance(value, frozenset):
        return value
    try:
        named = [ip_network(item.strip()) for item in value.split(",") if item.strip()]
    except ValueError:
        named = None
    # Were everybody trusted, whoever asks could name any address.
    if named is None or any(network.prefixlen == 0 for network in named):
        raise ValueError(
            "the proxies' addresses or networks between commas, such as 127.0.0.1, 10.0.0.0/8, 2001:db8::/48; "
            "of a network's own address no more than its first bits are set, and none has all addresses"
        )
    return frozenset(named)


def whole(value: str | int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise ValueError("a whole number of 1 or more")
    return number


def whole_or_none(value: str | int) -> int:
    if value in ("none", "0", 0):
        return 0
    try:
        return whole(value)
    except ValueError:
        raise ValueError("a whole number of 1 or more, or none") from None


def log_days(value: str | int) -> int:
    """The ledger's database takes no younger line of the audit log away."""
    try:
        number = whole_or_none(value)
    except ValueError:
        number = -1
    if 0 < number < 30 or number < 0:
        raise ValueError("a whole number of 30 or more, or none")
    return number


def known_role(value: str) -> str:
    if value not in ROLES:
        raise ValueError(f"one of {', '.join(ROLES)}")
    return value


def known_retention(value: str) -> str:
    if value not in RETENTIONS:
        raise ValueError(f"one of {', '.join(RETENTIONS)}")
    return value


def log_kind(value: str) -> str:
    if value not in ("text", "json"):
        raise ValueError("text or json")
    return value


def long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 16:
        raise ValueError("at least 16 characters; leave it out and one is made at the first start")
    return value


def header_token(value: SecretStr) -> SecretStr:
    token = value.get_secret_value()
    if len(token) < 16 or not is_header_text(token):
        raise ValueError("16 characters or more of printable ASCII without spaces")
    return value


def header_key(value: SecretStr) -> SecretStr:
    key = value.get_secret_value().strip()
    if not is_header_text(key):
        raise ValueError("the app's API key: printable ASCII without spaces, such as app-…")
    return SecretStr(key)


def is_header_text(key: str) -> bool:
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


Quota = Annotated[int, BeforeValidator(whole_or_none)]
