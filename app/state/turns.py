"""This visit's turns, so kept that a new one costs its own bytes and no others'."""

import reflex as rx

from app.views import Turn

SLOTS = tuple(f"r{number}" for number in range(8))


class Turns(rx.State, mixin=True):
    """``turns`` is history and is not touched while an answer streams; this visit's turns stand in the slots after it.

    A delta carries the whole of a list that changed, so each turn of this visit has a list of its own; when all are
    taken they become history.
    """

    turns: list[Turn] = []
    r0: list[Turn] = []
    r1: list[Turn] = []
    r2: list[Turn] = []
    r3: list[Turn] = []
    r4: list[Turn] = []
    r5: list[Turn] = []
    r6: list[Turn] = []
    r7: list[Turn] = []

    def _recent(self) -> list[Turn]:
        return [turn for slot in SLOTS for turn in getattr(self, slot)]

    def _turn(self, turn_id: str) -> Turn | None:
        return next((turn for turn in (*self.turns, *self._recent()) if turn.id == turn_id), None)

    def _put(self, turn: Turn) -> None:
        """Put a turn in its place, or a new one into the next slot."""
        if any(old.id == turn.id for old in self.turns):
            self.turns = [turn if old.id == turn.id else old for old in self.turns]
            return
        used = len(self._recent())
        mine = next((slot for slot in SLOTS if [old.id for old in getattr(self, slot)] == [turn.id]), None)
        if mine is None and used == len(SLOTS):
            self._make_history()
            used = 0
        setattr(self, mine or SLOTS[used], [turn])

    def _last(self) -> Turn | None:
        """The turn at the thread's end."""
        return next(reversed([*self.turns, *self._recent()]), None)

    def _cut_from(self, turn_id: str) -> None:
        """A turn and all that follow it leave the thread."""
        for turn in reversed([*self.turns, *self._recent()]):
            if self._turn(turn_id):
                self._take_away(turn.id)

    def _take_away(self, turn_id: str) -> None:
        """A turn leaves the thread; those after it move up."""
        if any(turn.id == turn_id for turn in self.turns):
            self.turns = [turn for turn in self.turns if turn.id != turn_id]
            return
        left = [turn for turn in self._recent() if turn.id != turn_id]
        self._empty_slots()
        for slot, turn in zip(SLOTS, left, strict=False):
            setattr(self, slot, [turn])

    def _make_history(self) -> None:
        self.turns = [*self.turns, *self._recent()]
        self._empty_slots()

    def _empty_slots(self) -> None:
        for slot in SLOTS:
            setattr(self, slot, [])

    def _show_history(self, turns: list[Turn]) -> None:
        """History as it was read; what stands in the slots stays there, unless it waited and has gone on."""
        waited = {turn.id for turn in self._recent() if turn.status == "waiting"}
        for turn in turns:
            if turn.id in waited:
                self._put(turn)
        ours = {turn.id for turn in self._recent()}
        self.turns = [turn for turn in turns if turn.id not in ours]
