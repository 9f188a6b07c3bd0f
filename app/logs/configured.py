"""Where the process's log goes, and how its lines look, while the server runs."""

import json
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from app.logs.hidden import Hider
from app.logs.request import request_id

_OTHERS = ("uvicorn", "uvicorn.error", "_granian")  # servers, which have handlers of their own
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class Text(logging.Formatter):
    """A line as it was said, with its traceback where it has one."""

    def __init__(self, hide: Hider) -> None:
        super().__init__()
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return self._hide(super().format(record))


class Json(logging.Formatter):
    """An object a line: ``time`` in UTC, ``level``, ``logger``, ``message``, ``request``, what the line says beside
    its words, and ``exception`` with a traceback."""

    def __init__(self, hide: Hider) -> None:
        super().__init__()
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "time": f"{at}.{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        kept = {name: self._hide(value) if isinstance(value, str) else value for name, value in line.items()}
        return json.dumps({name: value for name, value in kept.items() if value != ""}, ensure_ascii=False, default=str)


class _Stderr(logging.StreamHandler[TextIO]):
    """Standard error as it is when a line is written."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


@contextmanager
def configured(style: str, secrets: Iterable[str]) -> Iterator[Hider]:
    """While the block lasts all lines go to standard error, in that style, without ``secrets`` and those that are
    learned later.

    In JSON each answer has one at its end, whatever became of it; in text there are those alone that tell of something
    wrong.
    """
    handler, hide = _Stderr(), Hider(secrets)
    handler.setFormatter(Json(hide) if style == "json" else Text(hide))
    root, ours = logging.getLogger(), logging.getLogger("app")
    others = [logging.getLogger(name) for name in _OTHERS]
    before = [(one, one.handlers, one.propagate) for one in others]
    for one in others:
        one.handlers, one.propagate = [], True
    root.addHandler(handler)
    level = ours.level
    if style == "json":
        ours.setLevel(logging.INFO)
    try:
        yield hide
    finally:
        ours.setLevel(level)
        root.removeHandler(handler)
        for one, handlers, propagate in before:
            one.handlers, one.propagate = handlers, propagate
