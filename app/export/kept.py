"""A conversation as it is put away to be shown to others later: what any visitor may see of it, and nothing of whose
it is."""

from dataclasses import asdict, replace
from typing import Any

from app.export.thread import Thread
from app.policy import Policy, Role, Rules
from app.views import Attachment, Citation, Notice, Thought, Turn


def kept(thread: Thread, rules: Rules) -> dict[str, Any]:
    """``thread`` as JSON: without ids, ratings, usage and what was entered in forms; the rest as a visitor sees it by
    the app's ``rules``."""
    # Whose flow's steps everybody may see was decided when the thread was read.
    policy = Policy(Role.VISITOR, flow=True, rules=rules)
    turns = [asdict(_public(turn, policy)) for turn in thread.turns if turn.status != "running"]
    return {"title": thread.title, "app": thread.app, "at": thread.at, "turns": turns}


def restored(said: dict[str, Any]) -> Thread:
    return Thread(said["title"], said["app"], said["at"], tuple(_turn(turn) for turn in said["turns"]))


def _public(turn: Turn, policy: Policy) -> Turn:
    thoughts = policy.thoughts(turn.thoughts)
    return Turn(
        question=turn.question,
        answer=turn.answer,
        status=turn.status,
        notice=turn.notice,
        notes=turn.notes,
        citations=policy.citations(turn.citations),
        thoughts=[replace(thought, id="", files=_named(thought.files)) for thought in thoughts],
        files=_named(turn.files),
        sent=_named(turn.sent),
        at=turn.at,
        kind=turn.kind,
        author=turn.author,
    )


def _named(files: list[Attachment]) -> list[Attachment]:
    return [Attachment("", file.kind, file.name) for file in files]


def _turn(said: dict[str, Any]) -> Turn:
    return Turn(
        question=said["question"],
        answer=said["answer"],
        status=said["status"],
        notice=Notice(**said["notice"]),
        notes=[Notice(**note) for note in said["notes"]],
        citations=[Citation(**source) for source in said["citations"]],
        thoughts=[Thought(**thought | {"files": _files(thought["files"])}) for thought in said["thoughts"]],
        files=_files(said["files"]),
        sent=_files(said["sent"]),
        at=said["at"],
        kind=said.get("kind", ""),  # Links of before there were any have none.
        author=said.get("author", ""),
    )


def _files(said: list[dict[str, Any]]) -> list[Attachment]:
    return [Attachment(**file) for file in said]
