"""How an answer's events become a draft: ``fold(draft, event) -> draft``. Pure: no clock, no I/O."""

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from app.dify.events import (
    AgentLogEvent,
    AgentMessageEvent,
    AgentThoughtEvent,
    ErrorEvent,
    Event,
    HumanInputEvent,
    MalformedEvent,
    MessageEndEvent,
    MessageEvent,
    MessageFileEvent,
    MessageReplaceEvent,
    NodeEvent,
    PingEvent,
    ReasoningChunkEvent,
    TextEvent,
    TtsMessageEndEvent,
    TtsMessageEvent,
    UnknownEvent,
    WorkflowEvent,
)
from app.dify.models import RetrieverResource
from app.runs.text import Text
from app.views import Attachment, Citation, Thought

State = Literal["running", "complete", "failed"]
Item = TypeVar("Item", bound=Thought | Attachment)


@dataclass(frozen=True)
class Draft:
    """An answer as far as it has come.

    ``generation`` counts how often the text was replaced; within one generation it only grows. ``state`` is
    ``complete`` from ``message_end`` on: the answer is saved upstream, though the connection may stay open.
    ``unreadable`` counts malformed events, ``unknown`` those that no version of this client knows.
    """

    text: Text = Text()
    generation: int = 0
    state: State = "running"
    task_id: str = ""
    message_id: str = ""
    conversation_id: str = ""
    thoughts: tuple[Thought, ...] = ()
    files: tuple[Attachment, ...] = ()
    citations: tuple[Citation, ...] = ()
    annotated: bool = False
    by_agent: bool = False
    error: ErrorEvent | None = None
    unreadable: int = 0
    unknown: int = 0


def fold(draft: Draft, event: Event) -> Draft:
    """The draft after ``event``. What comes after an error changes nothing but the counts."""
    match event:
        case UnknownEvent():
            return _unknown(draft, event)
        case MalformedEvent():
            return replace(draft, unreadable=draft.unreadable + 1)
    return draft if draft.state == "failed" else _shown(_with_ids(draft, event), event)


def _shown(draft: Draft, event: Event) -> Draft:
    match event:
        case AgentMessageEvent():
            return _append(replace(draft, by_agent=True), event.answer)
        case MessageEvent():
            return draft if _repeats(draft, event.answer) else _append(draft, event.answer)
        case MessageReplaceEvent():
            return _replace_text(draft, event.answer)
        case AgentThoughtEvent():
            return replace(draft, thoughts=_by_id(draft.thoughts, _thought(event)))
        case MessageFileEvent():
            file = Attachment(event.id, event.type, event.url, event.belongs_to)
            return replace(draft, files=_by_id(draft.files, file))
        case MessageEndEvent():
            return _end(draft, event)
        case ErrorEvent():
            return replace(draft, state="failed", error=event) if draft.state == "running" else draft
        case WorkflowEvent():
            return _workflow(draft, event)
        case PingEvent() | TtsMessageEvent() | TtsMessageEndEvent() | ReasoningChunkEvent():
            return draft
        case NodeEvent() | AgentLogEvent() | HumanInputEvent() | TextEvent():
            return draft
    return draft


def _with_ids(draft: Draft, event: Event) -> Draft:
    """The three ids, each from the first event that has it: a ping has none, an error no task."""
    if draft.task_id and draft.message_id and draft.conversation_id:
        return draft
    return replace(
        draft,
        task_id=draft.task_id or event.task_id,
        message_id=draft.message_id or event.message_id or (event.id if isinstance(event, MessageEndEvent) else ""),
        conversation_id=draft.conversation_id or event.conversation_id,
    )


def _append(draft: Draft, piece: str) -> Draft:
    if draft.state != "running" or not piece:
        return draft
    return replace(draft, text=draft.text + piece)


def _repeats(draft: Draft, text: str) -> bool:
    """One newer kind of agent writes in ``agent_message``s and ends with a ``message`` that has the whole answer."""
    return draft.by_agent and len(text) == len(draft.text) and text == str(draft.text)


def _replace_text(draft: Draft, text: str) -> Draft:
    """With moderation on, the whole text comes again before every end: only another text is a replacement.

    An agent's differs in line breaks alone: its rounds are streamed without what stands between them.
    """
    if _squeezed(text) == _squeezed(draft.text):
        return draft
    return replace(draft, text=Text() + text, generation=draft.generation + 1)


def _squeezed(text: Text | str) -> str:
    return "".join(str(text).split())


def _end(draft: Draft, event: MessageEndEvent) -> Draft:
    if draft.state != "running":
        return draft
    files = draft.files
    for file in event.files:
        files = _by_id(files, Attachment(file.id, file.type, file.url, file.belongs_to or "assistant"))
    return replace(
        draft,
        state="complete",
        files=files,
        citations=tuple(citation(item) for item in event.metadata.citations),
        annotated=event.metadata.annotation_reply is not None,
    )


def _unknown(draft: Draft, event: UnknownEvent) -> Draft:
    """An end in a shape that this client does not know is an end all the same."""
    ended = event.event == "message_end" and draft.state == "running"
    return replace(draft, unknown=draft.unknown + 1, state="complete" if ended else draft.state)


def _workflow(draft: Draft, event: WorkflowEvent) -> Draft:
    """A flow that pauses ends its stream without ``message_end``; one that fails says so in its status as well."""
    if event.event == "workflow_paused" and draft.state == "running":
        return replace(draft, state="complete")
    return draft


def citation(item: RetrieverResource) -> Citation:
    """A passage as the page shows it; a score of 0 is what servers send when they have none."""
    score = f"{item.score:.0%}" if 0 < item.score <= 1 else f"{item.score:.2f}" if item.score > 1 else ""
    return Citation(item.position, item.document_name or item.title, item.content, score, str(item.page))


def _thought(event: AgentThoughtEvent) -> Thought:
    return Thought(event.id, event.position, event.thought, event.tool, event.tool_input, event.observation)


def _by_id(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    """``items`` with ``item`` in the place of the one with its id, or at the end."""
    if any(old.id == item.id for old in items):
        return tuple(item if old.id == item.id else old for old in items)
    return (*items, item)
