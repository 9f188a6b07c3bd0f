"""What all settings share: how they begin, what is said of a wrong one, and what several of them are."""

from urllib.parse import urlsplit

PREFIX = "PARLEY_"
ROLES = ("visitor", "member", "agent", "builder", "admin")
RETENTIONS = ("delete", "anonymise", "keep-words")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingsError(Exception):
    """A setting is wrong. The text names it, its value unless it is secret, and what was expected."""


def http_url(value: str) -> str:
    """An address without a slash at its end. Raises ValueError, with what was expected."""
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, or a port that is no number
        right = False
    if not right:
        raise ValueError("an address that begins with http:// or https:// and names a host")
    return value.rstrip("/")
