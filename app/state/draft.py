"""The answer that is being written, on its way to the browser in deltas that grow with the answer alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import reflex as rx

from app.policy import Policy
from app.runs.draft import Draft, files_of
from app.runs.log import Batch
from app.runs.room import told
from app.runs.steps import Step
from app.state.sockets import Tab, user_of
from app.state.wall import chat_of
from app.views import Attachment

_followers: dict[str, str] = {}  # the newest follower of each tab, by the tab's token


class DraftState(rx.State):
    """``batch`` is the newest ``[key, number, text, steps, files]``, which holds nothing that was sent before, and at
    its end what there is to say about parts that were left out, where that has changed.

    ``text`` is what comes next, ``steps`` those that are new or have changed, ``files`` all of them where one has come
    (else None). ``key`` names the text that the batches belong to, and changes when it begins anew: for another run,
    another follower, or a replaced text; ``number`` counts a key's batches from 1. The browser takes each as it comes,
    past React, and puts them together; it alone has them: a batch goes straight to the socket, and whoever comes late
    follows from the beginning.
    """

    batch: list[Any] = []
    _run_id: str = ""

    @rx.event(background=True)
    async def follow(self, run_id: str) -> None:
        """Follow a run of this user to its end. A newer follower of this tab takes over."""
        async with self:
            chat, tab = chat_of(self), Tab(self)
            if await chat.runs.get(chat.slug, user_of(self), run_id) is None:
                return
            self._run_id = run_id
        await stream(DraftState, tab, chat.runs.log.follow(run_id), lambda: chat.policy)

    @rx.event
    def follow_anew(self) -> Any:
        """The browser missed a batch: send the answer from its beginning."""
        return DraftState.follow(self._run_id) if self._run_id else None


async def stream(kind: type[rx.State], tab: Tab, batches: AsyncIterator[Batch], policy: Callable[[], Policy]) -> bool:
    """Show what ``policy`` lets be seen of a run as batches of ``kind``; whether the tab was there to its end, and had
    no newer follower. It is looked at for each: a page that was quick to ask may know the app only later."""
    # A task of its own: each batch would wake all that stands between Reflex's task and this.
    return await asyncio.create_task(_follow(kind, tab, batches, policy))


def leave(tab: Tab) -> None:
    """Whatever the tab follows is of no use any more."""
    _followers.pop(tab.token, None)


async def _follow(kind: type[rx.State], tab: Tab, batches: AsyncIterator[Batch], policy: Callable[[], Policy]) -> bool:
    _followers[tab.token] = me = uuid4().hex[:6]
    number, generation, known = 0, 0, Draft()
    async for whole in batches:
        if _followers.get(tab.token) != me or not tab.here():
            break
        batch = whole.seen_by(policy())
        if batch.generation != generation:
            number, generation, known = 0, batch.generation, Draft()
        number += 1
        await tab.show(kind, values(f"{me}{generation}", number, batch, known))
        known = batch.draft
        await tab.taken()
    if there := _followers.get(tab.token) == me:
        leave(tab)
    return there and tab.here()


def values(key: str, number: int, batch: Batch, known: Draft) -> dict[str, Any]:
    """The vars that tell the browser of a batch, where it has the ``known`` draft."""
    files = files_of(batch.draft) if batch.draft.shown is not known.shown else None
    draft = batch.draft
    said = [told(draft.left_out, draft.room)] if draft.left_out != known.left_out else []
    return {"batch": [key, number, batch.text, changes(known, draft), files, *said]}


def changes(known: Draft, draft: Draft) -> list[dict[str, Any]]:
    """What the browser needs to make the draft's steps of the ``known`` ones: each with its place, ``at``.

    A step is sent whole when it is new or has changed; of one whose text has grown only what came is sent, as ``more``.
    """
    if known.steps is draft.steps and known.shown is draft.shown:
        return []
    before = {step.id: step for step in known.steps}
    return [
        {"at": at, **_change(before.get(step.id), step, draft)}
        for at, step in enumerate(draft.steps)
        if before.get(step.id) != step or _files(step, known) != _files(step, draft)
    ]


def _files(step: Step, draft: Draft) -> list[Attachment | None]:
    """A step may name a file before it has come."""
    return [draft.shown.get(id) for id in step.files]


def _change(old: Step | None, step: Step, draft: Draft) -> dict[str, Any]:
    if old and len(step.text) > len(old.text) > 0 and old.state == step.state:
        return {"id": step.id, "more": step.text.since(len(old.text))}
    return asdict(step.view(draft.shown))
