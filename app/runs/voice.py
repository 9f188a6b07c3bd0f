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
        self._pieces: list[bytes] = []
        self._size = 0
        self._ended = False
        self._grown = asyncio.Event()

    def hear(self, event: Event) -> None:
        """Take what ``event`` brings of the sound, if anything; what is no base64 is left out."""
        match event:
            case TtsMessageEvent() if not self._ended:
                try:
                    self._add(base64.b64decode(event.audio))
                except (binascii.Error, ValueError):  # the latter for what is not even ASCII
                    log.info("a piece of speech could not be read")
            case TtsMessageEndEvent():
                self.end()

    def end(self) -> None:
        """Nothing more comes."""
        self._ended = True
        self._wake()

    async def follow(self) -> AsyncGenerator[bytes, None]:
        """The pieces from the first on, until the end."""
        number = 0
        while True:
            grown = self._grown
            if number < len(self._pieces):
                yield self._pieces[number]
                number += 1
            elif self._ended:
                return
            else:
                await grown.wait()

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > LARGEST:
            log.warning("an answer's speech has more than %d bytes: the rest is left out", LARGEST)
            self.end()
        elif piece:
            self._pieces.append(piece)
            self._wake()

    def _wake(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()
