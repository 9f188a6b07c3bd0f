"""What a person can do about an error: one function from error to notice, and one that also writes it to the log."""

from app.remedies.classify import FAILED, Crowded, ServerLeft, TooManyAtOnce, Unforeseen, notice_of
from app.remedies.report import code_of, new_reference, reported, told, unforeseen

__all__ = [
    "FAILED",
    "Crowded",
    "ServerLeft",
    "TooManyAtOnce",
    "Unforeseen",
    "code_of",
    "new_reference",
    "notice_of",
    "reported",
    "told",
    "unforeseen",
]
