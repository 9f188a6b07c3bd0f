"""How a run ended, and what the person is told about it: one function from draft and error to a notice."""

from dataclasses import dataclass

from app.dify import errors
from app.dify.errors import DifyError
from app.remedies import ServerLeft, Unforeseen, notice_of
from app.runs.draft import Draft
from app.runs.room import told
from app.runs.stopping import STOPPING
from app.views import Notice


@dataclass(frozen=True)
class Outcome:
    """``status`` as in ``app.views.Status``; ``notice`` stands in the answer's place or below it, then ``notes``.

    ``error`` is what the notice tells of, where it is one.
    """

    status: str
    notice: Notice = Notice()
    notes: tuple[Notice, ...] = ()
    error: DifyError | None = None


def outcome(draft: Draft, error: DifyError | None = None, *, stopped: bool = False) -> Outcome:
    """How a run with this draft ended; ``error`` is what ended its stream, if anything did."""
    notes = _notes(draft)
    if stopped:
        return Outcome("stopped", STOPPING, notes)
    if draft.state == "paused":
        return Outcome("waiting", notes=notes)
    if draft.state == "complete":
        return Outcome("done", Notice() if len(draft.text) or draft.files else Notice("turn_empty"), notes)
    if draft.error is not None:
        event = draft.error
        error = errors.api_error(event.code, event.message, event.status)
    elif error is None:
        error = errors.StreamCut("the stream ended without its end")
    if isinstance(error, ServerLeft):
        return Outcome("stopped", notice_of(error), notes, error)  # The app keeps a part of it, and no whole one.
    status = "interrupted" if isinstance(error, errors.StreamCut | errors.Silent | Unforeseen) else "failed"
    return Outcome(status, notice_of(error), notes, error)


def _notes(draft: Draft) -> tuple[Notice, ...]:
    notes = [Notice("note_annotated")] if draft.annotated else []
    if draft.unreadable:
        notes.append(Notice("note_unreadable", {"count": str(draft.unreadable)}))
    if draft.unknown:
        notes.append(Notice("note_unknown", {"count": str(draft.unknown)}))
    return (*notes, *told(draft.left_out, draft.room))
