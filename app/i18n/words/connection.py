"""The connection to this server and to the app."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConnectionWords:
    offline: str
    server_resting: str
    back_again: str
    try_now: str
    crowded: str
    needs_connection: str
    waits_for_connection: str
    new_version: str
    reload: str
    list_stale: str
    still_waiting: str
