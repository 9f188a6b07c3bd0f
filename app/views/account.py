"""One's own account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRow:
    """Where somebody is signed in: ``device`` is the browser and its system, ``here`` the one that looks."""

    id: str = ""
    device: str = ""
    seen_at: float = 0.0
    here: bool = False
