"""Two sources, one truth: the upstream's finished turns and the ledger's partial and failed ones, merged by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from app.chat.branches import Node, path
from app.chat.context import own_words
from app.chat.waiting import forms_of, thought_of
from app.dify import models
from app.dify.events import MessageEndEvent, MessageEvent
from app.ledger import Message
from app.policy import Policy
from app.runs.draft import Draft, with_steps
from app.runs.fold import citation, fold
from app.runs.room import Part, Room, noted
from app.runs.steps import ended, of_agent
from app.views import Citation, Notice, Thought, Turn, Usage

_ROOM = Room()
SHORT = 10_000  # characters of an answer that is kept as it was read: of longer ones thousands would fill the memory


def merge(
    upstream: Sequence[models.Message], ledger: Sequence[Message], *, whole: bool, policy: Policy,
    chosen: Mapping[str, str], room: Room = _ROOM,
) -> list[Turn]:  # fmt: skip
    """The turns of a thread, oldest first; one that is still running has what only its run knows missing.

    ``upstream`` is what was read so far, ``ledger`` all that the ledger has of the conversation; ``whole`` says that
    the upstream has no older ones. The upstream's answer stands unless it is empty where ours is not (it stores
    nothing for an answer that failed, or whose reader left). Turns that the upstream never knew are put in their
    time, those from before its oldest row only once the whole thread is read. Of turns that were asked anew the one
    that was ``chosen`` is shown, and those that were asked again by Retry are not. Of a stored answer there is as
    much as a running one has ``room`` for.
    """
    rows = {row.upstream_id: row for row in ledger if row.upstream_id}
    since = min((_time(item, rows.get(item.id)) for item in upstream), default=0.0) if not whole else float("-inf")
    return [turn for turn in path(nodes(upstream, ledger, policy, room), chosen) if turn.at >= since]


def nodes(
    upstream: Sequence[models.Message], ledger: Sequence[Message], policy: Policy, room: Room = _ROOM
) -> list[Node]:
    """All the turns that are known, of every version, in the order of their times."""
    rows = {row.upstream_id: row for row in ledger if row.upstream_id}
    dated = [(_time(item, rows.get(item.id)), number, item) for number, item in enumerate(_once(upstream))]
    seen = {item.id for _, _, item in dated}
    found = [(time, number, _node(item, rows.get(item.id), policy, room)) for time, number, item in dated]
    found += [(row.created_at, -1, _own(row, policy)) for row in ledger if row.upstream_id not in seen]
    return [node for _, _, node in sorted(found, key=lambda item: item[:2])]


def _node(item: models.Message, row: Message | None, policy: Policy, room: Room) -> Node:
    rating = item.feedback.rating if item.feedback else ""
    turn = replace(_turn(item, row, policy, room), at=_time(item, row), rating=rating)
    return Node(turn, row.parent_id, row.hidden) if row else Node(turn)


def _own(row: Message, policy: Policy) -> Node:
    return Node(turn_of(row, policy), row.parent_id, row.hidden)


def turn_of(row: Message, policy: Policy) -> Turn:
    """A turn as the ledger alone knows it."""
    notice = Notice(**row.notice) if row.notice else Notice()
    if row.status == "interrupted" and not notice.key:
        notice = Notice("error_cut")
    return Turn(
        id=row.id,
        question=row.question,
        answer=row.answer,
        status=row.status,
        notice=notice,
        notes=[Notice(**note) for note in row.notes],
        citations=policy.citations([Citation(**item) for item in row.citations]),
        thoughts=policy.thoughts([thought_of(item) for item in row.thoughts]),
        forms=[form.view for form in forms_of(row)],
        at=row.created_at,
        usage=policy.usage(Usage(**row.usage)),
        kind=row.kind,
        author=row.author,
    )


def _once(upstream: Iterable[models.Message]) -> list[models.Message]:
    """Pages overlap, and the last row of one page may come again in the next."""
    return list({item.id: item for item in upstream}.values())


def _time(item: models.Message, row: Message | None) -> float:
    """Our own clock where we have seen the turn, so that it sorts rightly among turns that only we know."""
    return row.created_at if row else float(item.created_at)


def _turn(item: models.Message, row: Message | None, policy: Policy, room: Room) -> Turn:
    cited = item.retriever_resources
    citations = policy.citations([citation(passage) for passage in cited[: room.sources]])
    answer, steps, beyond = _read(item, room)
    thoughts = policy.thoughts(steps)
    beyond |= {"sources"} if len(cited) > room.sources else set()
    if row is None:
        failed = item.status == "error"
        empty = not answer and not item.message_files
        notice = Notice("error_other") if failed else Notice("turn_empty") if empty else Notice()
        status = "failed" if failed else "done"
        return Turn(
            item.id, own_words(item.query), answer, status, notice, noted([], beyond, room), citations, thoughts
        )
    ours = turn_of(row, policy)
    known = replace(
        ours,
        citations=citations or ours.citations,
        thoughts=_fuller(ours.thoughts, thoughts),
        notes=noted(ours.notes, beyond, room),
    )
    if row.status == "done" and item.answer:
        question = ours.question if row.context else item.query
        return replace(known, question=question, answer=answer, notice=Notice())
    if ours.notice.key == "error_too_long":
        return ours
    left = ours.notice.key == "error_silent"  # The app was told to stop: what it stored may be a part as well.
    if row.status == "interrupted" and item.status == "normal" and len(answer) > len(ours.answer) and not left:
        return replace(known, answer=answer, status="done", notice=Notice())  # It was stored when it was whole.
    if row.status not in ("done", "running", "waiting") and len(answer) > len(ours.answer):
        return replace(known, answer=answer)
    return ours


def _fuller(ours: list[Thought], stored: list[Thought]) -> list[Thought]:
    """Steps as they were seen, with what went in and came out where it was not for who asked, and is for who reads."""
    known = {thought.id: thought for thought in stored}
    return [
        replace(thought, input=thought.input or more.input, result=thought.result or more.result)
        if (more := known.get(thought.id))
        else thought
        for thought in ours
    ] or stored


def _read(item: models.Message, room: Room) -> tuple[str, list[Thought], frozenset[Part]]:
    """The answer as it is stored, the steps of its agent and the reasoning that stand in it, and what was left out."""
    draft = replace(_folded(item.answer), room=room)
    for thought in sorted(item.agent_thoughts, key=lambda thought: thought.position):
        if thought.tool and not draft.left_out:
            draft = with_steps(draft, of_agent(draft.steps, thought))
    return str(draft.text), [step.view({}) for step in ended(draft.steps, "done")], draft.left_out


def _folded(answer: str) -> Draft:
    """A stored answer as its stream would have told it. With each page of a long thread all the others come again."""
    return _short(answer) if len(answer) <= SHORT else _streamed(answer)


@lru_cache(maxsize=4096)
def _short(answer: str) -> Draft:
    return _streamed(answer)


def _streamed(answer: str) -> Draft:
    draft = fold(Draft(), MessageEvent(event="message", answer=answer))
    return fold(draft, MessageEndEvent(event="message_end"))
