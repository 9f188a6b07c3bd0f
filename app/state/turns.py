"""The turns of a thread, told to the page change by change: what changes costs its own bytes and no others'."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import reflex as rx

from app.chat import changes
from app.views import Turn

SLOTS = tuple(f"t{number}" for number in range(8))

Slot = list[Any]


class Turns(rx.State, mixin=True):
    """The thread is what was read of it, ``_history``, and after that what this visit has asked, ``_recent``.

    A delta carries the whole of a var that changed, so the thread itself is none: its changes go into eight slots in
    turn. A slot is ``[key, number, changes]``, see :func:`app.chat.changes`; ``thread_key`` names the list that they
    belong to, and ``number`` counts a list's from 1. The page makes its list of them (``assets/js/turns.js``).
    ``ending`` is the status of the turn at the end, empty where there is none.
    """

    thread_key: str = ""
    ending: str = ""
    t0: Slot = []
    t1: Slot = []
    t2: Slot = []
    t3: Slot = []
    t4: Slot = []
    t5: Slot = []
    t6: Slot = []
    t7: Slot = []
    _history: tuple[Turn, ...] = ()
    _recent: tuple[Turn, ...] = ()
    _told: tuple[Turn, ...] = ()
    _number: int = 0

    @rx.event
    def tell_anew(self) -> None:
        """The page missed a change: tell it the whole thread."""
        self._begin_list()
        self._tell()

    def _turns(self) -> tuple[Turn, ...]:
        return (*self._history, *self._recent)

    def _turn(self, turn_id: str) -> Turn | None:
        return next((turn for turn in self._turns() if turn.id == turn_id), None)

    def _end(self) -> Turn | None:
        """The app's last turn: what is asked next follows it."""
        return next((turn for turn in reversed(self._turns()) if not turn.kind), None)

    def _last(self) -> Turn | None:
        """The turn at the thread's end."""
        return next(reversed(self._turns()), None)

    def _is_persons(self, turn_id: str) -> bool:
        """Whether the app has no part in a turn, which is nothing to ask it again."""
        turn = self._turn(turn_id)
        return turn is not None and turn.kind != ""

    def _put(self, turn: Turn) -> None:
        """Put a turn in its place, or a new one at the end."""
        self._replace(turn)
        self._tell()

    def _put_in_time(self, turns: Sequence[Turn]) -> None:
        """Put new turns among what this visit has asked."""
        if turns:
            self._recent = tuple(sorted((*self._recent, *turns), key=lambda turn: turn.at))
            self._tell()

    def _replace(self, turn: Turn) -> None:
        if self._turn(turn.id) is None:
            self._recent = (*self._recent, turn)
            return
        self._history = tuple(turn if old.id == turn.id else old for old in self._history)
        self._recent = tuple(turn if old.id == turn.id else old for old in self._recent)

    def _cut_from(self, turn_id: str) -> None:
        """A turn and all that follow it leave the thread, but for what is of no version."""
        turns = self._turns()
        ids = [turn.id for turn in turns]
        if turn_id in ids:
            self._keep({*ids[: ids.index(turn_id)], *(turn.id for turn in turns if turn.kind)})

    def _take_away(self, turn_id: str) -> None:
        """A turn leaves the thread; those after it move up."""
        self._keep({turn.id for turn in self._turns()} - {turn_id})

    def _keep(self, ids: set[str]) -> None:
        self._history = tuple(turn for turn in self._history if turn.id in ids)
        self._recent = tuple(turn for turn in self._recent if turn.id in ids)
        self._tell()

    def _make_history(self) -> None:
        """What this visit has asked is read with the rest from now on."""
        self._history, self._recent = self._turns(), ()

    def _show_history(self, turns: Sequence[Turn], *, anew: bool = False) -> None:
        """History as it was read; what this visit has asked stays as it is, unless it waited and has gone on, or all
        is read ``anew``. What a person has said since then stays too."""
        if anew:
            last = turns[-1].at if turns else float("-inf")
            self._recent = tuple(turn for turn in self._recent if turn.kind and turn.at > last)
        waited = {turn.id for turn in self._recent if turn.status == "waiting"}
        for turn in turns:
            if turn.id in waited:
                self._replace(turn)
        ours = {turn.id for turn in self._recent}
        self._history = tuple(turn for turn in turns if turn.id not in ours)
        self._tell()

    def _forget_turns(self) -> None:
        """The page turns to another thread."""
        self._history = self._recent = ()
        self._begin_list()

    def _begin_list(self) -> None:
        self.thread_key, self.ending, self._told, self._number = uuid4().hex[:6], "", (), 0
        for slot in SLOTS:
            if getattr(self, slot):
                setattr(self, slot, [])

    def _tell(self) -> None:
        now = self._turns()
        if not (found := changes(self._told, now)):
            return
        self._told, self._number = now, self._number + 1
        setattr(self, SLOTS[self._number % len(SLOTS)], [self.thread_key, self._number, found])
        self.ending = now[-1].status if now else ""
