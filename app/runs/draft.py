"""An answer as far as it has come, and how its text grows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from app.dify.events import ErrorEvent
from app.dify.models import MessageFile
from app.runs.reasoning import Part, Reader, after, feed, finish
from app.runs.room import Part as LeftOut
from app.runs.room import Room
from app.runs.steps import Steps, ended, fitting, of_reasoning
from app.runs.text import Text
from app.views import Attachment, Citation, HumanForm, Thought, Usage

_THINK = "think-"  # begins the ids of steps that stood in the answer

State = Literal["running", "complete", "paused", "failed"]


@dataclass(frozen=True)
class Form:
    """A form that a paused flow waits for. ``token`` opens it upstream and stays on the server."""

    view: HumanForm
    token: str = ""
    node_id: str = ""


@dataclass(frozen=True)
class Draft:
    """An answer as far as it has come.

    ``raw`` is the answer as the server writes it, ``text`` what of it is answer and not reasoning. ``generation``
    counts how often the text was replaced; within one generation it only grows. ``state`` is ``complete`` from
    ``message_end`` on: the answer is saved upstream, though the connection may stay open; ``paused`` where a flow
    waits for a person. ``files`` are the wire's, ``shown`` those of them that the ledger has an id for, by the wire's.
    ``left_out`` names what more came of than there is ``room`` for.
    ``unreadable`` counts malformed events, ``unknown`` those that no version of this client knows.
    """

    text: Text = Text()
    raw: Text = Text()
    reader: Reader = Reader()
    generation: int = 0
    state: State = "running"
    task_id: str = ""
    message_id: str = ""
    conversation_id: str = ""
    workflow_run_id: str = ""
    steps: Steps = ()
    blocks: int = 0
    files: tuple[MessageFile, ...] = ()
    shown: Mapping[str, Attachment] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    forms: tuple[Form, ...] = ()
    usage: Usage = Usage()
    annotated: bool = False
    by_agent: bool = False
    new_round: bool = False
    error: ErrorEvent | None = None
    unreadable: int = 0
    unknown: int = 0
    room: Room = Room()
    left_out: frozenset[LeftOut] = frozenset()


def append(draft: Draft, piece: str) -> Draft:
    """The draft with one more piece of the answer. An agent's rounds come without what stands between them."""
    if draft.state != "running" or not piece:
        return draft
    if draft.new_round:
        gap = "" if not draft.text or draft.text.ends_with("\n") or piece.startswith("\n") else "\n\n"
        draft, piece = replace(draft, new_round=False), gap + piece
    reader, parts = feed(draft.reader, piece)
    return _with(draft, parts, raw=draft.raw + piece, reader=reader)


def replace_text(draft: Draft, text: str) -> Draft:
    """With moderation on, the whole text comes again before every end: only another text is a replacement.

    An agent's differs in line breaks alone.
    """
    if squeezed(text) == squeezed(str(draft.raw)):
        return draft
    steps = tuple(step for step in draft.steps if not step.id.startswith(_THINK))
    anew = replace(draft, text=Text(), raw=Text(), reader=Reader(), steps=steps, generation=draft.generation + 1)
    reader, parts = feed(Reader(), text)
    draft = _with(replace(anew, raw=Text() + text, reader=reader, new_round=False), parts)
    return draft if draft.state == "running" else read_out(draft, complete=True)


def read_out(draft: Draft, *, complete: bool) -> Draft:
    """The draft at its end, with what was held back and with steps that have ended.

    In a complete answer a block that never ends, below other text, was none.
    """
    reader = draft.reader
    draft = _with(replace(draft, reader=Reader()), finish(reader))
    if reader.inside and complete and reader.answered:
        id = f"{_THINK}{draft.blocks}"
        said = "".join(str(step.text) for step in draft.steps if step.id == id)
        steps = tuple(step for step in draft.steps if step.id != id)
        draft = replace(draft, steps=steps, text=draft.text + reader.opening + said)
    return replace(draft, steps=ended(draft.steps, "done")) if complete else draft


def with_steps(draft: Draft, steps: Steps) -> Draft:
    """The draft with these steps, as far as there is room; what stands in its text itself always has some."""
    kept = fitting(draft.steps, steps, draft.room.steps)
    return left_out(replace(draft, steps=kept), "steps") if len(kept) < len(steps) else replace(draft, steps=kept)


def left_out(draft: Draft, part: LeftOut) -> Draft:
    """The draft of an answer that has more of that than is kept."""
    return draft if part in draft.left_out else replace(draft, left_out=draft.left_out | {part})


def thoughts_of(draft: Draft) -> list[Thought]:
    """The steps as the page shows them."""
    return [step.view(draft.shown) for step in draft.steps]


def recorded(draft: Draft) -> list[dict[str, Any]]:
    """The steps for the ledger: the views, and the key that a flow's later steps name their parent by."""
    return [{**asdict(step.view(draft.shown)), "key": step.key} for step in draft.steps]


def files_of(draft: Draft) -> list[Attachment]:
    """The answer's files as the page shows them, each once: a stream may name one by two ids."""
    return list({file.id: file for file in draft.shown.values()}.values())


def squeezed(text: str) -> str:
    return "".join(text.split())


def _with(draft: Draft, parts: list[Part], **more: Any) -> Draft:
    text, steps, blocks = draft.text, draft.steps, draft.blocks
    for part in parts:
        match part.kind:
            case "answer":
                text += part.text
            case "open":
                blocks += 1
                steps = of_reasoning(steps, f"{_THINK}{blocks}", "", title=part.text)
            case "thought":
                steps = of_reasoning(steps, f"{_THINK}{blocks}", part.text)
            case "close":
                steps = of_reasoning(steps, f"{_THINK}{blocks}", "", done=True)
    after = object.__new__(Draft)  # not by replace(), which sets each of the fields anew, for each piece
    after.__dict__.update(draft.__dict__, text=text, steps=steps, blocks=blocks, **more)
    return after


def restored(text: str, steps: Steps, forms: tuple[Form, ...], message_id: str, workflow_run_id: str) -> Draft:
    """The draft of a paused answer that goes on."""
    whole = Text() + text
    steps = tuple(replace(step, state="running") if step.state == "waiting" else step for step in steps)
    blocks = max((int(step.id.removeprefix(_THINK)) for step in steps if step.id.startswith(_THINK)), default=0)
    return Draft(
        text=whole, raw=whole, reader=after(text), steps=steps, blocks=blocks, forms=forms,
        message_id=message_id, workflow_run_id=workflow_run_id,
    )  # fmt: skip
