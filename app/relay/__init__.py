"""The relay: what the workers of one server tell one another, through Redis."""

from app.relay.locks import Lock, local_locks
from app.relay.relay import Away, Relay, answered, ended, greet

__all__ = ["Away", "Lock", "Relay", "answered", "ended", "greet", "local_locks"]
