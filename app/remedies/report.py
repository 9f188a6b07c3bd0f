"""The log's line of an error, and the reference by which a person can name it."""

import logging
import secrets

from app import metrics
from app.dify.errors import CODES, DifyError
from app.ledger import LedgerFailed
from app.remedies.classify import notice_of
from app.views import Notice

log = logging.getLogger(__name__)

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another


def new_reference() -> str:
    """Eight letters and digits that can be read out."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def told(error: DifyError | LedgerFailed, *, app: str = "", run: str = "", message: str = "") -> Notice:
    """The notice of ``error``, which is written to the log; ``run`` and ``message`` are ids of ours."""
    return reported(notice_of(error), error, app=app, run=run, message=message)


def reported(notice: Notice, error: BaseException, *, app: str = "", run: str = "", message: str = "") -> Notice:
    """``notice``, with a reference where the operator is to be told; the log's line has the same.

    The line holds no text of the error: an upstream may have put the question, or worse, into it. What a database says
    of itself has a line of its own; the ledger keeps what was to be written out of it.
    """
    reference = new_reference() if notice.remedy == "operator" else ""
    kind, code = type(error).__name__, _code(getattr(error, "code", ""))
    metrics.ERRORS.labels(kind, code).inc()
    status = getattr(error, "status", 0)
    log.warning(
        "reference %s: %s code=%s status=%s app=%s run=%s message=%s",
        reference or "-", kind, code, status or "-", app or "-", run or "-", message or "-",
        extra={"reference": reference, "kind": kind, "code": code, "status": status, "app": app, "run": run,
               "message_id": message},
    )  # fmt: skip
    if isinstance(error, LedgerFailed):
        log.warning(
            "the database: %s",
            getattr(error, "orig", None) or error,
            exc_info=error if notice.key == "error_ours" else None,
        )
    return Notice(notice.key, notice.args, notice.remedy, reference)


def unforeseen(failure: BaseException, where: str) -> Notice:
    """The notice of an error of ours that no code foresaw; the log has its traceback too. The ledger's failures are
    none of ours."""
    if isinstance(failure, LedgerFailed):
        return told(failure)
    reference = new_reference()
    metrics.ERRORS.labels(type(failure).__name__, "-").inc()
    log.error("reference %s: %s failed", reference, where, exc_info=failure, extra={"reference": reference})
    return Notice("error_ours", {}, "operator", reference)


def code_of(error: DifyError) -> str:
    """The upstream's code of an error where it is a known one, else the error's kind."""
    code = getattr(error, "code", "")
    return code if code in CODES else type(error).__name__


def _code(code: str) -> str:
    """The upstream's code where it is a known one: whatever else stands there is not for the log."""
    return code if code in CODES else "-"
