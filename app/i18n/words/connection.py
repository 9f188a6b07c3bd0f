"""The connection to this server and to the app."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConnectionWords:
    pass
