"""How a run ended, and what the person is told about it: one function from draft and error to a notice."""

from dataclasses import dataclass

from app.dify import errors
from app.dify.errors import DifyError
from app.policy import reason
from app.runs.draft import Draft
from app.views import Notice

_BY_ERROR: list[tuple[type[DifyError], str]] = [
    (errors.Unreachable, "error_unreachable"),
    (errors.TimedOut, "error_timeout"),
    (errors.StreamCut, "error_cut"),
    (errors.NotTheApi, "error_not_the_api"),
    (errors.Unauthorized, "error_key"),
    (errors.Forbidden, "error_forbidden"),
    (errors.ForeignAddress, "error_forbidden"),
    (errors.NotFound, "error_not_found"),
    (errors.Busy, "error_busy"),
    (errors.QuotaExceeded, "error_quota"),
    (errors.ModelUnavailable, "error_model"),
    (errors.AppUnavailable, "error_app"),
    (errors.CompletionFailed, "error_completion"),
    (errors.TooLarge, "error_too_large"),
    (errors.ServerFailed, "error_server"),
]


@dataclass(frozen=True)
class Outcome:
    """``status`` as in ``app.views.Status``; ``notice`` stands in the answer's place or below it, then ``notes``."""

    status: str
    notice: Notice = Notice()
    notes: tuple[Notice, ...] = ()


def outcome(draft: Draft, error: DifyError | None = None, *, stopped: bool = False) -> Outcome:
    """How a run with this draft ended; ``error`` is what ended its stream, if anything did."""
    notes = _notes(draft)
    if stopped:
        return Outcome("stopped", Notice("turn_stopped"), notes)
    if draft.state == "paused":
        return Outcome("waiting", notes=notes)
    if draft.state == "complete":
        return Outcome("done", Notice() if len(draft.text) or draft.files else Notice("turn_empty"), notes)
    if draft.error is not None:
        event = draft.error
        error = errors.api_error(event.code, event.message, event.status)
    elif error is None:
        error = errors.StreamCut("the stream ended without its end")
    status = "interrupted" if isinstance(error, errors.StreamCut) else "failed"
    return Outcome(status, told(error), notes)


def told(error: DifyError) -> Notice:
    """What a person is told about ``error``: what happened, and what to do."""
    if isinstance(error, errors.ApiError) and (words := reason(error.code, error.message)):
        return Notice("error_said", {"message": words})
    for kind, key in _BY_ERROR:
        if isinstance(error, kind):
            return Notice(key)
    return Notice("error_other")


def _notes(draft: Draft) -> tuple[Notice, ...]:
    notes = [Notice("note_annotated")] if draft.annotated else []
    if draft.unreadable:
        notes.append(Notice("note_unreadable", {"count": str(draft.unreadable)}))
    if draft.unknown:
        notes.append(Notice("note_unknown", {"count": str(draft.unknown)}))
    return tuple(notes)
