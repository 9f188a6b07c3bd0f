"""Several apps: the page that shows them all, and the way back to it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PortalWords:
    apps: str
    all_apps: str
    inbox: str  # the console, for service agents
    no_apps: str
    recent: str
    no_recent: str
    app_away: str
    app_missing: str
    app_missing_why: str
