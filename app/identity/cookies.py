"""Cookies as they come. The standard library's parser gives up on a whole header at the first one that it cannot read,
and other programs on this host set such ones (JSON, names with brackets)."""

from collections.abc import Iterable, Iterator


def cookies_in(header: str) -> Iterator[tuple[str, str]]:
    """The name and value of each cookie of a ``Cookie`` header."""
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        yield name, value


def cookie_in(header: str, name: str) -> str:
    """The value of the first cookie of that name; empty where there is none."""
    return next((value for found, value in cookies_in(header) if found == name), "")


def without(headers: Iterable[str], *names: str) -> list[str]:
    """The cookies of these headers, but for those of these names."""
    pairs = [pair.strip() for header in headers for pair in header.split(";")]
    return [pair for pair in pairs if pair and pair.partition("=")[0] not in names]
