"""What a page makes of the deltas that reach it, as ``assets/js/turns.js`` and ``assets/js/live.js`` do. Pure."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

ROOT = "reflex___state____state"
MARK = "_rx_state_"


def full_name(state: str) -> str:
    """Reflex's name for a class of ``app/state``, of its concern's own module: ``thread``, ``draft``."""
    return f"{ROOT}.app___state___{state}____{state}_state"


class Of(NamedTuple):
    thread: str
    live: str
    tell_anew: str
    follow_anew: str


CHAT = Of(full_name("thread"), full_name("draft"), "thread.tell_anew", "draft.follow_anew")


@dataclass
class Live:
    """The answer that is being written. ``grown`` are its lengths, each with the time that was given with it."""

    key: str = ""
    number: int = 0
    text: str = ""
    grown: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Shown:
    """The page of one document. ``frames`` counts the batches that it took, ``gaps`` those that it found missing.

    ``of`` are the states of its turns and of the answer that is being written, and the handlers that it calls where it
    misses something of the one or the other.
    """

    states: dict[str, Json] = field(default_factory=dict)
    live: Live = field(default_factory=Live)
    turns: list[Json] = field(default_factory=list)
    frames: int = 0
    gaps: int = 0
    of: Of = CHAT
    _list: tuple[str, int] = ("", 0)

    def take(self, delta: dict[str, Json], now: int) -> list[str]:
        """Take a delta that has come at the time ``now``; returns the handlers that the page calls where it misses
        something."""
        for state, values in delta.items():
            known = self.states.setdefault(state, {})
            known.update((name.removesuffix(MARK), value) for name, value in values.items())
        missed = []
        if self.of.thread in delta and self._take_turns(now):
            missed.append(self.of.tell_anew)
        if self.of.live in delta and self._take_batch(now):
            missed.append(self.of.follow_anew)
        self.gaps += len(missed)
        return missed

    @property
    def thread(self) -> Json:
        return self.states.get(self.of.thread, {})

    @property
    def last(self) -> Json:
        """The turn at the thread's end; empty where there is none."""
        return self.turns[-1] if self.turns else {}

    @property
    def text(self) -> str:
        """The text of the answer at the thread's end, as it is shown."""
        return self.live.text if self.last.get("status") == "running" else str(self.last.get("answer", ""))

    def _take_turns(self, now: int) -> bool:
        thread, was = self.thread, self.last
        key = thread.get("thread_key", "")
        number = self._list[1] if self._list[0] == key else 0
        turns = list(self.turns) if self._list[0] == key else []
        slots = [thread.get(f"t{at}") or ["", 0, []] for at in range(8)]
        news = sorted((slot for slot in slots if slot[0] == key and slot[1] > number), key=lambda slot: slot[1])
        for _, following, changes in news:
            if following > number + 1:
                break
            number = following
            for change in changes:
                turns[change["at"] : change["at"] + change["gone"]] = change["turns"]
        self._list, self.turns = (key, number), turns
        if was.get("status") == "running" and self.last.get("status") != "running":
            self.live.grown.append((now, len(self.text)))  # The end has the whole text, whatever came before it.
        return bool(news) and news[-1][1] > number

    def _take_batch(self, now: int) -> bool:
        if not (batch := self.states[self.of.live].get("batch")):
            return False
        key, number, piece, *_ = batch
        if self.live.key != key:
            self.live = Live(key)
        live = self.live
        if number <= live.number:
            return False
        if number > live.number + 1:
            return True
        live.number, live.text = number, live.text + piece
        live.grown.append((now, len(live.text)))
        self.frames += 1
        return False
