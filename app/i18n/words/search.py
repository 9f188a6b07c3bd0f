"""Searching, and being told of an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    pass
