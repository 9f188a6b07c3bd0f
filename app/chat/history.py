"""Two sources, one truth: the upstream's finished turns and the ledger's partial and failed ones, merged by id."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.dify import models
from app.ledger import Message
from app.runs.fold import citation
from app.views import Citation, Notice, Turn


def merge(upstream: Sequence[models.Message], ledger: Sequence[Message], *, whole: bool) -> list[Turn]:
    """The turns of a thread, oldest first.

    ``upstream`` is what was read so far, ``ledger`` all that the ledger has of the conversation; ``whole`` says that
    the upstream has no older ones. The upstream's answer stands unless it is empty where ours is not (it stores
    nothing for an answer that failed, or whose reader left). Turns that the upstream never knew are put in their
    time, those from before its oldest row only once the whole thread is read. A turn still running is left out, and
    one that was asked again, of which the upstream keeps the failure.
    """
    rows = {row.upstream_id: row for row in ledger if row.upstream_id}
    dated = [(_time(item, rows.get(item.id)), number, item) for number, item in enumerate(_once(upstream))]
    since = min((time for time, _, _ in dated), default=0.0) if not whole else float("-inf")
    seen = {item.id for _, _, item in dated}
    hidden = {row.upstream_id for row in ledger if row.hidden}
    turns = [(time, number, _turn(item, rows.get(item.id))) for time, number, item in dated if item.id not in hidden]
    turns += [
        (row.created_at, -1, turn_of(row))
        for row in ledger
        if row.upstream_id not in seen and row.created_at >= since and not row.hidden
    ]
    return [turn for _, _, turn in sorted(turns, key=lambda item: item[:2]) if turn.status != "running"]


def turn_of(row: Message) -> Turn:
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
        citations=[Citation(**item) for item in row.citations],
    )


def _once(upstream: Iterable[models.Message]) -> list[models.Message]:
    """Pages overlap, and the last row of one page may come again in the next."""
    return list({item.id: item for item in upstream}.values())


def _time(item: models.Message, row: Message | None) -> float:
    """Our own clock where we have seen the turn, so that it sorts rightly among turns that only we know."""
    return row.created_at if row else float(item.created_at)


def _turn(item: models.Message, row: Message | None) -> Turn:
    citations = [citation(passage) for passage in item.retriever_resources]
    if row is None:
        failed = item.status == "error"
        empty = not item.answer and not item.message_files
        notice = Notice("error_other") if failed else Notice("turn_empty") if empty else Notice()
        return Turn(item.id, item.query, item.answer, "failed" if failed else "done", notice, [], citations)
    ours = turn_of(row)
    if row.status == "done" and item.answer:
        return Turn(row.id, item.query, item.answer, "done", Notice(), ours.notes, citations or ours.citations)
    if row.status not in ("done", "running") and len(item.answer) > len(ours.answer):
        return replace(ours, answer=item.answer, citations=citations or ours.citations)
    return ours
