"""Telling service agents of customers who wait too long."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AlarmWords:
    alarm: str
    alarm_on: str
    alarm_silent: str
    alarm_denied: str
    alarm_rings: str
    alarm_waits: str
