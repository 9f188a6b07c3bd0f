"""The runs of a flow as its server sees them: who answers their forms, whose time is over, and who reads along."""

import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import Answer
from app.embedded.answers import Answers
from app.embedded.api.errors import Refused
from app.embedded.api.stream import line, lines, pings
from app.embedded.apps.desk import forms
from app.embedded.apps.desk.desk import Desk
from app.embedded.bell import within
from app.embedded.storage import Form, Run

logger = logging.getLogger(__name__)

FINISHED = ("succeeded", "failed", "stopped")
LONGEST_WAIT = 3600.0


class Flows:
    """``pace`` and ``ping_interval`` in seconds."""

    def __init__(self, desk: Desk, answers: Answers, pace: float, ping_interval: float):
        self._desk = desk
        self._answers = answers
        self._pace = pace
        self._ping_interval = ping_interval
        self._closed = False

    async def open_form(self, token: str) -> Form:
        """404 where there is none of this app, 412 where it is answered already or its time is over."""
        form = await run_in_threadpool(self._desk.runs.form, token)
        if form is None:
            raise Refused(404, "not_found", "Form not found")
        if form.status == "submitted":
            raise Refused(412, "human_input_form_submitted", "This form has already been submitted.")
        if form.status == "expired" or form.expires_at <= time.time():
            raise Refused(412, "human_input_form_expired", "This form has expired.")
        return form

    async def submit(self, token: str, inputs: object, action: object) -> None:
        """Takes the first answer to a form, whoever's, and lets the run go on."""
        form = await self.open_form(token)
        try:
            taken = forms.checked(form.definition, inputs, action)
        except forms.InvalidForm as error:
            raise Refused(400, "invalid_form_data", str(error)) from None
        if not await run_in_threadpool(self._desk.runs.submit, token, str(action), taken):
            await self.open_form(token)
        await self._resume(token)

    async def watch(self) -> None:
        """Ends the forms whose time is over, for as long as the server runs."""
        while True:
            asked, wait = self._desk.changed.next(), LONGEST_WAIT
            try:
                for form in await run_in_threadpool(self._desk.runs.expire):
                    await self._resume(form.token)
                end = await run_in_threadpool(self._desk.runs.next_end)
                wait = wait if end is None else max(0.0, min(wait, end - time.time()))
            except sqlite3.Error:
                logger.exception("the forms whose time is over were not ended")
            await within(asked, wait)

    def close(self) -> None:
        """Lets go of the readers that wait for a form."""
        self._closed = True
        self._desk.changed.ring()

    async def _resume(self, token: str) -> None:
        form = await run_in_threadpool(self._desk.runs.form, token)
        if form is None:  # its conversation was deleted meanwhile
            return
        run = await run_in_threadpool(self._desk.runs.get, form.run_id, None)
        if run is None:
            return
        created_at = run.events[0]["created_at"]
        answer = Answer(run.user, run.conversation_id, run.message_id, created_at, "", self._pace)
        answer.task_id = run.task_id
        self._answers.go_on(answer, "", lambda: self._desk.resume(run, form, answer))

    async def read(self, run: Run, snapshot: bool, continue_on_pause: bool) -> AsyncIterator[str]:
        """The lines of a run's stream: with ``snapshot`` its state so far first, then what follows.

        A pause ends it unless ``continue_on_pause``. Without a snapshot a run that is over has its last event alone.
        """
        # What follows is what follows the request: a run that waited then may be over when it is looked at.
        seen = len(run.events) if run.status == "paused" and not snapshot else None
        told = False
        while not self._closed:
            changed = self._desk.changed.next()
            leg = self._desk.legs.get(run.id)
            if leg is not None:
                first = seen is None
                for event in state(leg.run.events, leg.run.text, waiting=False) if first and snapshot else ():
                    yield line(event)
                skipped = len(leg.answer.events) if first and not snapshot else 0
                async for text in lines(leg.answer, self._ping_interval, skipped):
                    yield text
                if not (leg.answer.paused and continue_on_pause):
                    return
                seen, told = len(leg.events), True
                continue
            found = await run_in_threadpool(self._desk.runs.get, run.id, None)
            if found is None:
                return
            if run.id in self._desk.legs:
                continue
            for event in _news(found, seen, snapshot):
                yield line(event)
                told = True
            if found.status in FINISHED or (found.status == "paused" and told and not continue_on_pause):
                return
            seen = len(found.events)
            async for ping in pings(changed, self._ping_interval):
                yield ping


def _news(run: Run, seen: int | None, snapshot: bool) -> list[dict[str, Any]]:
    """What a reader has not had yet of a run that is not running, after ``seen`` of its events."""
    if seen is not None:
        missed = run.events[seen:]
        return [_text(run.events, run.text), *missed] if missed else []
    if snapshot:
        return state(run.events, run.text, waiting=run.status == "paused")
    return [event for event in run.events[-1:] if run.status in FINISHED]


def state(events: list[dict[str, Any]], text: str, waiting: bool) -> list[dict[str, Any]]:
    """A run so far: its begin, its text as one, and its nodes; its form only while it is ``waiting`` for it."""
    left_out = ["iteration_started", "iteration_next", "iteration_completed"]
    left_out += [] if waiting else ["human_input_required", "workflow_paused"]
    kept = [event for event in events if event["event"] not in left_out]
    return [*kept[:1], *([_text(events, text)] if text and kept else []), *kept[1:]]


def _text(events: list[dict[str, Any]], text: str) -> dict[str, Any]:
    ids = {name: events[0][name] for name in ("conversation_id", "message_id", "created_at", "task_id")}
    return {"event": "message_replace", **ids, "answer": text, "reason": ""}
