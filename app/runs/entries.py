"""A run's batches as other processes read them: each entry holds what came since the one before. Pure."""

import pickle
from dataclasses import dataclass, replace

from app.runs.draft import Draft
from app.runs.live import KnownRun
from app.runs.log import Batch
from app.runs.outcome import Outcome
from app.runs.reasoning import Reader
from app.runs.steps import Step, Steps
from app.runs.stopping import State
from app.runs.text import Text


@dataclass(frozen=True)
class Standing:
    """How far a run has come besides its text: see :class:`KnownRun`. ``sounds`` are the pieces of its voice so far."""

    shown: bool = False
    recorded: bool = False
    closed: bool = False
    stopping: State = ""
    over: bool = False
    sounds: int = 0
    silent: bool = False


@dataclass(frozen=True)
class Piece:
    """What makes the next draft of the one before; a ``whole`` one needs none before it.

    ``text`` stands at the text's end, or is all of it where the ``generation`` is another. ``steps`` are those that are
    new or have changed, by id; of one whose text has grown alone it is what came. ``order`` are all steps' ids where
    that has changed. ``rest`` is the draft without text and steps, where that has changed.
    """

    whole: bool
    generation: int
    text: str
    steps: dict[str, Step | str]
    order: tuple[str, ...] | None
    rest: Draft | None
    end: Outcome | None


@dataclass(frozen=True)
class Entry:
    standing: Standing
    piece: Piece | None = None


def dump(entry: Entry) -> bytes:
    """As Reflex keeps its states in the same Redis."""
    return pickle.dumps(entry, protocol=5)


def load(value: bytes) -> Entry:
    entry = pickle.loads(value)
    assert isinstance(entry, Entry)
    return entry


def standing(run: KnownRun) -> Standing:
    stopping, voice = run.stopping, run.voice
    closed = run.closed.is_set()
    return Standing(run.shown, run.recorded, closed, stopping.state, stopping.over, len(voice.pieces), voice.ended)


def piece_of(known: Draft | None, batch: Batch) -> Piece:
    """The piece that leads from the ``known`` draft to that of ``batch``; a whole one where nothing is known."""
    draft, before = batch.draft, known or Draft()
    begins = known is None or before.generation != draft.generation
    text = str(draft.text) if begins else draft.text.since(len(before.text))
    old, rest = {step.id: step for step in before.steps}, _rest(draft)
    ids = tuple(step.id for step in draft.steps)
    return Piece(
        known is None,
        draft.generation,
        text,
        {step.id: _change(old.get(step.id), step) for step in draft.steps if old.get(step.id) is not step},
        None if ids == tuple(old) else ids,
        None if known is not None and _rest(before) == rest else rest,
        replace(batch.end, error=None) if batch.end else None,
    )


def grown(known: Draft, piece: Piece) -> Draft:
    """The draft that ``piece`` makes of the ``known`` one."""
    if piece.whole:
        known = Draft()
    text = known.text if piece.generation == known.generation else Text()
    return replace(
        piece.rest or _rest(known),
        generation=piece.generation,
        text=text + piece.text,
        steps=_steps(known.steps, piece),
    )


def _steps(known: Steps, piece: Piece) -> Steps:
    if not piece.steps and piece.order is None:
        return known
    steps = {step.id: step for step in known}
    for id, change in piece.steps.items():
        steps[id] = change if isinstance(change, Step) else replace(steps[id], text=steps[id].text + change)
    return tuple(steps[id] for id in (piece.order if piece.order is not None else steps))


def _change(old: Step | None, step: Step) -> Step | str:
    if old and len(step.text) > len(old.text) and replace(old, text=step.text) == step:
        return step.text.since(len(old.text))
    return step


def _rest(draft: Draft) -> Draft:
    return replace(draft, text=Text(), raw=Text(), reader=Reader(), steps=())
