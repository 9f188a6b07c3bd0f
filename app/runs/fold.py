"""How an answer's events become a draft: ``fold(draft, event) -> draft``. Pure: no clock, no I/O."""

from collections.abc import Iterable
from dataclasses import replace

from app import forms
from app.dify import models
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
from app.dify.models import MessageFile, RetrieverResource
from app.runs.draft import Draft, Form, append, left_out, read_out, replace_text, squeezed, with_steps
from app.runs.room import FORMS
from app.runs.steps import LONGEST, State, ended, laid_out, named, of_agent, of_log, of_node, of_reasoning
from app.views import Citation, Usage


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
            return append(replace(draft, by_agent=True) if not draft.by_agent else draft, event.answer)
        case MessageEvent():
            return draft if _repeats(draft, event.answer) else append(draft, event.answer)
        case MessageReplaceEvent():
            return replace_text(draft, event.answer)
        case AgentThoughtEvent():
            draft = with_steps(draft, of_agent(draft.steps, event))
            return replace(draft, new_round=draft.new_round or event.outcomes != [])
        case MessageFileEvent():
            return _with_files(draft, [event])
        case MessageEndEvent():
            return _end(draft, event)
        case ErrorEvent():
            return _failed(draft, event)
        case WorkflowEvent():
            return _workflow(draft, event)
        case NodeEvent():
            return with_steps(draft, of_node(draft.steps, event))
        case AgentLogEvent():
            return with_steps(draft, of_log(draft.steps, event.data))
        case ReasoningChunkEvent():
            said = event.data
            steps = of_reasoning(draft.steps, f"chunk-{said.node_id}", said.reasoning, done=said.is_final)
            return with_steps(draft, steps)
        case HumanInputEvent():
            return _form(draft, event)
        case PingEvent() | TtsMessageEvent() | TtsMessageEndEvent() | TextEvent():
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


def _repeats(draft: Draft, text: str) -> bool:
    """One newer kind of agent writes in ``agent_message``s and ends with a ``message`` that has the whole answer."""
    return draft.by_agent and len(text) >= len(draft.text) // 2 and squeezed(text) == squeezed(str(draft.raw))


def _end(draft: Draft, event: MessageEndEvent) -> Draft:
    if draft.state != "running":
        return draft
    draft = read_out(_with_files(draft, event.files), complete=True)
    cited = event.metadata.citations
    if len(cited) > draft.room.sources:
        draft = left_out(draft, "sources")
    return replace(
        draft,
        state="complete",
        citations=tuple(citation(item) for item in cited[: draft.room.sources]),
        usage=usage(event.metadata.usage),
        annotated=event.metadata.annotation_reply is not None,
    )


def broken_off(draft: Draft, state: State) -> Draft:
    """A draft whose stream ended before its end: what was held back is told, what ran has ended in ``state``."""
    if draft.state in ("complete", "paused"):
        return draft
    draft = read_out(draft, complete=False)
    return replace(draft, steps=ended(draft.steps, state))


def _failed(draft: Draft, event: ErrorEvent) -> Draft:
    if draft.state != "running":
        return draft
    return replace(broken_off(draft, "failed"), state="failed", error=event)


def _unknown(draft: Draft, event: UnknownEvent) -> Draft:
    """An end in a shape that this client does not know is an end all the same."""
    ended_here = event.event == "message_end" and draft.state == "running"
    draft = read_out(draft, complete=True) if ended_here else draft
    return replace(draft, unknown=draft.unknown + 1, state="complete" if ended_here else draft.state)


def _workflow(draft: Draft, event: WorkflowEvent) -> Draft:
    """A flow that pauses ends its stream without ``message_end``; its run's id is needed to go on."""
    draft = replace(draft, workflow_run_id=event.workflow_run_id or draft.workflow_run_id)
    if event.event == "workflow_paused" and draft.state == "running":
        draft = replace(draft, steps=ended(draft.steps, "waiting", only="node"))
        return replace(read_out(draft, complete=True), state="paused")
    return draft


def _form(draft: Draft, event: HumanInputEvent) -> Draft:
    """A form that is asked for, or what became of one: by its id, or by its node where the event has no other."""
    said = event.data
    if event.event == "human_input_required":
        form = Form(forms.human_form(said), said.form_token, said.node_id)
        others = tuple(old for old in draft.forms if old.view.id != form.view.id)
        if len(others) >= FORMS:
            return left_out(draft, "forms")
        draft = draft if forms.fits(said) else left_out(draft, "forms")
        return replace(draft, forms=(*others, form))
    return replace(draft, forms=tuple(_settled(form, event) for form in draft.forms))


def _settled(form: Form, event: HumanInputEvent) -> Form:
    """What became of a form; one whose node asked before and was answered stays as it is."""
    if form.node_id != event.data.node_id or form.view.state == "answered":
        return form
    if event.event == "human_input_form_timeout":
        return replace(form, view=replace(form.view, state="expired"))
    said = event.data
    answered = said.rendered_content[: forms.LONGEST]
    view = replace(form.view, state="answered", answer=named(said.action_text), answered=answered)
    return replace(form, view=view)


def usage(taken: models.Usage) -> Usage:
    """What an answer took. Servers price what costs nothing at ``0E-7``."""
    price = taken.price
    text = f"{price.normalize():f} {taken.currency}".strip() if price else ""
    return Usage(taken.total_tokens, text, round(taken.latency, 2))


def citation(item: RetrieverResource) -> Citation:
    """A passage as the page shows it; a score of 0 is what servers send when they have none."""
    score = f"{item.score:.0%}" if 0 < item.score <= 1 else f"{item.score:.2f}" if item.score > 1 else ""
    name, page = named(item.document_name or item.title), named(str(item.page))
    link = item.link if len(item.link) <= LONGEST else ""
    return Citation(item.position, name, laid_out(item.content), score, page, link)


def _with_files(draft: Draft, files: Iterable[MessageFile]) -> Draft:
    """The draft with ``files``, each in the place of the one with its id (without one, its address), or at the end."""
    kept = {file.id or file.url: file for file in draft.files}
    for file in (file for file in files if file.belongs_to != "user"):
        if max(len(file.id), len(file.url), len(file.filename)) > LONGEST:
            draft = replace(draft, unreadable=draft.unreadable + 1)
        elif (file.id or file.url) in kept or len(kept) < draft.room.files:
            kept[file.id or file.url] = file
        else:
            draft = left_out(draft, "files")
    found = tuple(kept.values())
    return draft if found == draft.files else replace(draft, files=found)
