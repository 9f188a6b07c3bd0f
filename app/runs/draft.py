"""An answer as far as it has come, and how its text grows."""

from dataclasses import dataclass, replace
from typing import Literal

from app.dify.events import ErrorEvent
from app.runs.reasoning import Part, Reader, feed, finish
from app.runs.steps import Step, Steps, ended, of_reasoning
from app.runs.text import Text
from app.views import Attachment, Citation, HumanForm

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
    waits for a person. ``unreadable`` counts malformed events, ``unknown`` those that no version of this client knows.
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
    files: tuple[Attachment, ...] = ()
    citations: tuple[Citation, ...] = ()
    forms: tuple[Form, ...] = ()
    annotated: bool = False
    by_agent: bool = False
    new_round: bool = False
    error: ErrorEvent | None = None
    unreadable: int = 0
    unknown: int = 0


def append(draft: Draft, piece: str) -> Draft:
    """The draft with one more piece of the answer. An agent's rounds come without what stands between them."""
    if draft.state != "running" or not piece:
        return draft
    if draft.new_round:
        gap = "" if not draft.text or draft.text.ends_with("\n") or piece.startswith("\n") else "\n\n"
        draft, piece = replace(draft, new_round=False), gap + piece
    reader, parts = feed(draft.reader, piece)
    return _with(replace(draft, raw=draft.raw + piece, reader=reader), parts)


def replace_text(draft: Draft, text: str) -> Draft:
    """With moderation on, the whole text comes again before every end: only another text is a replacement.

    An agent's differs in line breaks alone.
    """
    if squeezed(text) == squeezed(str(draft.raw)):
        return draft
    steps = tuple(step for step in draft.steps if not step.id.startswith("think-"))
    anew = replace(draft, text=Text(), raw=Text(), reader=Reader(), steps=steps, generation=draft.generation + 1)
    reader, parts = feed(Reader(), text)
    return _with(replace(anew, raw=Text() + text, reader=reader), parts)


def read_out(draft: Draft, *, complete: bool) -> Draft:
    """The draft with what was held back. In a complete answer a block that never ends, below other text, was none."""
    reader = draft.reader
    draft = _with(replace(draft, reader=Reader()), finish(reader))
    if not (reader.inside and complete and reader.answered):
        return draft
    *steps, last = draft.steps
    return replace(draft, steps=tuple(steps), text=draft.text + reader.opening + str(last.text))


def squeezed(text: str) -> str:
    return "".join(text.split())


def _with(draft: Draft, parts: list[Part]) -> Draft:
    text, steps = draft.text, draft.steps
    for part in parts:
        match part.kind:
            case "answer":
                text += part.text
            case "open":
                steps = of_reasoning(steps, f"think-{_thoughts(steps)}", "", title=part.text)
            case "thought":
                steps = of_reasoning(steps, f"think-{_thoughts(steps) - 1}", part.text)
            case "close":
                steps = ended(steps, "done", only="reasoning")
    return replace(draft, text=text, steps=steps)


def _thoughts(steps: Steps) -> int:
    return sum(1 for step in steps if step.id.startswith("think-"))


def restored(text: str, steps: tuple[Step, ...], forms: tuple[Form, ...], **ids: str) -> Draft:
    """The draft of a paused answer that goes on."""
    whole = Text() + text
    reader, _ = feed(Reader(), text)
    return Draft(text=whole, raw=whole, reader=reader, steps=steps, forms=forms, **ids)  # type: ignore[arg-type]
