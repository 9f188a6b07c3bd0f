"""The one table of errors: what happened, and which of four things helps.

``again`` trying again; ``change`` changing something first; ``wait`` waiting, then trying again; ``operator`` telling
whoever runs the page or the app.
"""

from app.dify import errors
from app.dify.errors import DifyError
from app.ledger import LedgerFailed, Unaudited, kind_of
from app.limits import Reached, Taken
from app.policy import reason
from app.views import Notice, Remedy

FAILED = (DifyError, LedgerFailed)  # what a person is told of: the app's errors, and those of the ledger's database


class Unforeseen(DifyError):
    """An error of this server that no code foresaw."""


class ServerLeft(DifyError):
    """This server ended while the answer was being written."""


class Crowded(DifyError):
    """This server makes as many answers as it may at once."""


class TooManyAtOnce(DifyError):
    """One user has as many answers made as one may at once."""


_BY_ERROR: list[tuple[type[DifyError], str, Remedy]] = [
    (Unforeseen, "error_ours", "operator"),
    (ServerLeft, "error_server_left", "again"),
    (Crowded, "error_crowded", "wait"),
    (TooManyAtOnce, "error_too_many_at_once", "wait"),
    (errors.Untrusted, "error_certificate", "operator"),
    (errors.NoSuchHost, "error_no_host", "operator"),
    (errors.Unreachable, "error_unreachable", "again"),
    (errors.TimedOut, "error_timeout", "again"),
    (errors.TooLong, "error_too_long", "change"),
    (errors.StreamCut, "error_cut", "again"),
    (errors.NotTheApi, "error_not_the_api", "operator"),
    (errors.ForeignAddress, "error_forbidden", "operator"),
    (errors.Unauthorized, "error_key", "operator"),
    (errors.Forbidden, "error_forbidden", "operator"),
    (errors.NotFound, "error_not_found", "change"),
    (errors.ConversationOver, "error_over", "change"),
    (errors.Busy, "error_busy", "wait"),
    (errors.QuotaExceeded, "error_quota", "operator"),
    (errors.ModelUnavailable, "error_model", "operator"),
    (errors.AppUnavailable, "error_app", "operator"),
    (errors.CompletionFailed, "error_completion", "again"),
    (errors.TooLarge, "error_too_large", "change"),
    (errors.UnsupportedType, "error_unsupported", "change"),
    (errors.InvalidRequest, "error_not_accepted", "change"),
    (errors.ServerFailed, "error_server", "again"),
]


_BY_KIND: dict[str, tuple[str, Remedy]] = {
    "away": ("error_database", "again"),
    "full": ("error_disk", "operator"),
    "gone": ("gone", ""),
    "ours": ("error_ours", "operator"),
}


def notice_of(error: DifyError | LedgerFailed) -> Notice:
    """What a person is told about ``error``: what happened, and what to do."""
    if isinstance(error, LedgerFailed):
        key, remedy = _BY_KIND[kind_of(error)]
        return Notice("audit_unwritten" if isinstance(error, Unaudited) else key, {}, remedy)
    if isinstance(error, Reached):
        return Notice(error.key, {"limit": error.shown, "seconds": str(error.seconds)}, "wait")
    if isinstance(error, Taken):
        return Notice(error.key, {"limit": error.shown}, "wait")
    if isinstance(error, errors.ApiError) and (words := _plain(reason(error.code, error.message))):
        failed = isinstance(error, errors.ServerFailed)
        key = "error_said_again" if failed else "error_said"
        return Notice(key, {"message": words}, "again" if failed else "change")
    if isinstance(error, errors.Busy) and error.retry_after:
        return Notice("error_busy_for", {"seconds": str(error.retry_after)}, "wait")
    if isinstance(error, errors.Silent) and error.seconds:
        return Notice("error_silent", {"seconds": f"{error.seconds:g}"}, "again")
    for kind, key, remedy in _BY_ERROR:
        if isinstance(error, kind):
            return Notice(key, {}, remedy)
    return Notice("error_other", {}, "again")


def _plain(message: str) -> str:
    """One line of text, as long as the policy lets it be, that ends as a sentence does."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in message).split())
    return words if not words or words[-1] in ".!?。！？…" else f"{words}."
