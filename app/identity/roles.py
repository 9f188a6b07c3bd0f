"""The role that somebody's groups give them."""

from collections.abc import Iterable, Mapping

from app.policy import Role

_FROM_LEAST = list(Role)


def role_of(groups: Iterable[str], roles: Mapping[str, str], least: Role) -> Role:
    """That which sees most, of ``least``, which everybody has, and of the ``roles`` of their groups."""
    given = [least, *(Role(roles[group]) for group in groups if group in roles)]
    return max(given, key=_FROM_LEAST.index)
