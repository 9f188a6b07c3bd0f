"""The answer that is being written, on its way to the browser in deltas that grow with the answer alone."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.runs.log import Batch
from app.services import current
from app.state.sockets import presence, user_of

SLOTS = 8

Slot = list[str | int]


class DraftState(rx.State):
    """Batches go into eight slots in turn, so a delta holds the new batch and nothing that was sent before.

    A slot is ``[key, offset, text]``; ``key`` names the text that the batches belong to, and changes when the
    text begins anew: for another run, another follower, or a replaced text. The browser puts them together.
    """

    key: str = ""
    s0: Slot = []
    s1: Slot = []
    s2: Slot = []
    s3: Slot = []
    s4: Slot = []
    s5: Slot = []
    s6: Slot = []
    s7: Slot = []
    _follower: str = ""
    _run_id: str = ""

    @rx.event(background=True)
    async def follow(self, run_id: str) -> None:
        """Follow the text of a run of this user to its end. A newer follower of this tab takes over."""
        me = uuid4().hex[:6]
        async with self:
            chat = current().chat
            if chat.runs.get(chat.slug, user_of(self), run_id) is None:
                return
            self._follower, self._run_id = me, run_id
        slot = 0
        async for batch in chat.runs.log.follow(run_id):
            async with self:
                if self._follower != me or not presence.here(self):
                    return
                self._write(f"{me}{batch.generation}", slot, batch)
            slot = (slot + 1) % SLOTS

    @rx.event
    def follow_anew(self) -> Any:
        """The browser missed a batch: send the text from its beginning."""
        return DraftState.follow(self._run_id) if self._run_id else None

    def _write(self, key: str, slot: int, batch: Batch) -> None:
        if self.key != key:
            self.key = key
        setattr(self, f"s{slot}", [key, batch.offset, batch.text])
