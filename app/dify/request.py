"""What a call is, before it is HTTP: its path, its parameters, its body, and how long it may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from app.dify.errors import NotFound
from app.dify.multipart import Upload

Params = Mapping[str, str | int | bool | None]
Gather = Callable[[], tuple[float, float]]
"""Asked when a piece of a stream has come, says by the loop's clock until when it may wait for those after it: one that
comes at the first time or later goes through at once, all that wait do at the second."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds.

    - ``connect``: the address answers within this, or it is the wrong one.
    - ``silence``: between two bytes of a stream, whatever they say, and before its headers. They come with the first
      event only, which with a slow model is the ping at 10 s; a ping comes every 10 s from then on, so that two are
      missing and the third is due.
    - ``stream``: a whole stream. Beyond it something runs in a circle.
    - ``call``: an ordinary answer, and each write of an upload.
    - ``work``: an answer that waits for a model. The hosted service's proxy gives up after 100 s itself.
    """

    connect: float = 10.0
    silence: float = 30.0
    stream: float = 1800.0
    call: float = 30.0
    work: float = 120.0


@dataclass(frozen=True)
class Request:
    """One call. A parameter that is None or empty is not sent; ``works`` says that a model must answer first;
    ``part`` is the ``Range`` of a body that is wanted, as ``bytes=0-99``; ``gather`` lets the pieces of a stream wait.

    What a person wrote or uploaded is not in its repr, which error reports may hold.
    """

    method: str
    path: str
    params: Params | None = None
    json: Any = field(default=None, repr=False)
    upload: Upload | None = None
    works: bool = False
    part: str = ""
    gather: Gather | None = None

    @property
    def url(self) -> str:
        """The path with its query, in ASCII whatever was asked for: half an emoji becomes a question mark."""
        sent = {name: _written(value) for name, value in (self.params or {}).items() if value not in (None, "")}
        return self.path + ("?" + urlencode(sent, errors="replace") if sent else "")


def path(*parts: str) -> str:
    """A path with each part quoted. Raises :class:`NotFound` for an id that would lead to another path."""
    if any(not part.strip(".") for part in parts):
        raise NotFound("not_found", "An id is empty or of dots alone.", 404)
    return "/" + "/".join(quote(part, safe="", errors="replace") for part in parts)


def _written(value: str | int | bool | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
