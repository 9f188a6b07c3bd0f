"""Bytes of an event stream in, events out. No I/O: whoever reads the socket feeds it."""

import codecs
from collections.abc import Callable, Iterable

# The package gives its push decoders no public name, and its reader wants a whole response to pull from.
from httpx_sse._decoders import SSEDecoder, SSELineDecoder

from app.dify.errors import TooLong
from app.dify.events import MalformedEvent, PingEvent, StreamEvent
from app.dify.parse import parse_event

EVENT_LIMIT = 32 * 2**20  # bytes; a flow that ends may bring all that its nodes have found


class EventDecoder:
    """Decodes one stream. Where the bytes were cut makes no difference, be it inside a character or a CRLF.

    ``hide`` takes out of an event's text what nobody may see: a server may say the key back in an error.
    Lines end at LF, CR or CRLF alone: U+2028 is a character of the text like any other.
    """

    def __init__(self, limit: int = EVENT_LIMIT, hide: Callable[[str], str] = str) -> None:
        self._limit = limit
        self._hide = hide
        self._undelivered = 0
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._lines = SSELineDecoder()
        self._fields = SSEDecoder()

    def feed(self, data: bytes) -> list[StreamEvent]:
        """The events that ``data`` completes.

        Raises :class:`TooLong` after ``limit`` bytes without one: a server that never ends its line would
        otherwise fill the memory.
        """
        text = self._text.decode(data)
        events = self._events(self._lines.decode(text)) if text else []
        self._undelivered = 0 if events else self._undelivered + len(data)
        if self._undelivered > self._limit:
            raise TooLong(f"the stream sent {self._undelivered} bytes without completing an event")
        return events

    def flush(self) -> list[StreamEvent]:
        """The last event, where the stream ended without the blank line after it; half an event is none."""
        last = self._events([*self._lines.flush(), ""])
        return [event for event in last if not isinstance(event, MalformedEvent)]

    def _events(self, lines: Iterable[str]) -> list[StreamEvent]:
        events: list[StreamEvent] = []
        for line in lines:
            sent = self._fields.decode(line)
            if sent is None:
                continue
            if sent.event == "ping":  # comes bare, without any data
                events.append(PingEvent(event="ping"))
            elif data := sent.data:
                events.append(parse_event(self._hide(data)))
        return events
