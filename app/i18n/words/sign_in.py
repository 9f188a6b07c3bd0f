"""Signing in and out."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SignInWords:
    # The page, also the name of its button.
    sign_in: str
    sign_in_name: str
    sign_in_password: str
    sign_in_wrong: str
    sign_in_slow: str  # how many seconds to wait
    signed_out: str
    sign_in_again: str  # for who was signed out meanwhile
    sign_in_without: str  # where a visitor has a page, too

    # Where a provider or a proxy has people sign in.
    sign_in_go_on: str
    sign_in_away: str
    sign_in_failed: str
    sign_in_elsewhere: str

    # What the browser has from before, which its person may keep in their account.
    keep_title: str
    keep_found: str  # how many
    keep_why: str
    keep_in_account: str
    keep_in_browser: str
    keep_running: str

    # One's own account, in the settings.
    your_account: str
    signed_in_as: str
    where_signed_in: str
    this_device: str
    some_device: str
    last_seen: str
    sign_out: str
    sign_out_of: str
    sign_out_everywhere: str
    sign_out_failed: str
