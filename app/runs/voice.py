"""The sound of an answer that the app reads aloud by itself, while it is written."""

import asyncio
import base64
import binascii
import logging
from collections.abc import AsyncGenerator

from app.dify.events import Event, TtsMessageEndEvent, TtsMessageEvent

LARGEST = 20 * 2**20  # bytes an answer, above an hour of speech

log = logging.getLogger(__name__)


class Voice:
    """MP3 in the pieces and the order in which the upstream sends them, kept to be heard from the beginning."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self._size = 0
        self.ended = False
        self.changed = asyncio.Event()

    def hear(self, event: Event) -> bool:
        """Take what ``event`` brings of the sound, and say whether it is of it; what is no base64 is left out."""
        match event:
            case TtsMessageEvent() if not self.ended:
                try:
                    self._add(base64.b64decode(event.audio))
                except (binascii.Error, ValueError):  # the latter for what is not even ASCII
                    log.info("a piece of speech could not be read")
            case TtsMessageEndEvent():
                self.end()
            case _:
                return False
        return True

    def end(self) -> None:
        """Nothing more comes."""
        self.ended = True
        self.wake()

    async def follow(self) -> AsyncGenerator[bytes, None]:
        """The pieces from the first on, until the end."""
        number = 0
        while True:
            grown = self.changed
            if number < len(self.pieces):
                yield self.pieces[number]
                number += 1
            elif self.ended:
                return
            else:
                await grown.wait()

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > LARGEST:
            log.warning("an answer's speech has more than %d bytes: the rest is left out", LARGEST)
            self.end()
        elif piece:
            self.pieces.append(piece)
            self.wake()

    def wake(self) -> None:
        grown, self.changed = self.changed, asyncio.Event()
        grown.set()
