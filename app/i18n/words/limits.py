"""Limits: which one is reached, and when it goes on. The page makes ``{when}``, a time of day, of the seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LimitWords:
    error_limit_user_minute: str
    error_limit_user_day: str
    error_limit_user_uploads: str
    error_limit_address_minute: str
    error_limit_address_day: str
    error_limit_address_uploads: str
    error_limit_app_minute: str
    error_limit_app_day: str
    error_limit_app_uploads: str
    error_limit_address_runs: str
    error_limit_app_runs: str
    newcomers: str
    newcomers_why: str
