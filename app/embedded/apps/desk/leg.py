"""One stretch of a run: from its begin, or from the answer to a form, to its end or to the next form."""

import time
import uuid
from dataclasses import replace
from typing import Any

from app.embedded.answer import Answer
from app.embedded.apps.desk.trace import Trace
from app.embedded.storage import Form, Run, Runs

WORKFLOW_ID = "5a0f6c1e-3a58-4c0b-9d0b-6d1f7a2e9c40"
APP_ID = "0b7f0c52-1f2d-4f5e-8f1c-93a0d3a4f7d1"
TEXT = ("message", "message_replace")


class Leg:
    """``run`` is as it was when this stretch began; ``state`` is what the next one will find."""

    def __init__(self, runs: Runs, run: Run, answer: Answer):
        self.run = run
        self.answer = answer
        self.state = dict(run.state)
        self.trace = Trace(answer, run.id, run.steps, self.state.get("last"))
        self.status = "running"
        self.outputs: Any = None
        self._form: Form | None = None
        self._runs = runs
        self._started = time.monotonic()

    @property
    def events(self) -> list[dict[str, Any]]:
        """All of the run so far, but for its text."""
        return [*self.run.events, *(event for event in self.answer.events if event["event"] not in TEXT)]

    def start(self) -> None:
        data = {"id": self.run.id, "workflow_id": WORKFLOW_ID, "sequence_number": 1, "inputs": self.run.inputs}
        self.trace.emit("workflow_started", {**data, "created_at": self.run.created_at})

    def ask(self, definition: dict[str, Any], lifetime: float) -> None:
        """Ends this stretch with a form, which is open for ``lifetime`` seconds."""
        ends = time.time() + lifetime
        form_id, token = str(uuid.uuid4()), uuid.uuid4().hex
        form = {"form_id": form_id, **definition, "form_token": token, "expiration_time": int(ends)}
        self._form = Form(token, form_id, self.run.id, form, "open", ends, None, None)
        self.status, self.answer.paused = "paused", True
        reason = {"TYPE": "human_input_required", **form}
        paused = {
            "workflow_run_id": self.run.id,
            "paused_nodes": [form["node_id"]],
            "outputs": {},
            "reasons": [reason],
            "status": "paused",
            "created_at": self.run.created_at,
            "elapsed_time": self._elapsed(),
            "total_tokens": 0,
            "total_steps": self.trace.index,
        }
        self.answer.closing = [
            self.trace.event("human_input_required", form),
            self.trace.event("workflow_paused", paused),
        ]

    def end(self, status: str, error: str | None = None) -> None:
        """Ends the run: succeeded, stopped or failed."""
        self.status = status
        data = {
            "id": self.run.id,
            "workflow_id": WORKFLOW_ID,
            "sequence_number": 1,
            "status": status,
            "outputs": self.outputs,
            "error": error,
            "elapsed_time": self._elapsed(),
            "total_tokens": 0,
            "total_steps": self.trace.index,
            "created_by": {"user": self.answer.user},
            "created_at": self.run.created_at,
            "finished_at": int(time.time()),
            "exceptions_count": 0,
            "files": [],
        }
        self.answer.closing = [self.trace.event("workflow_finished", data)]

    def _elapsed(self) -> float:
        return round(self.run.elapsed + time.monotonic() - self._started, 6)

    def store(self, end: list[dict[str, Any]]) -> None:
        """Keeps the run with its last events."""
        finished = None if self.status == "paused" else int(time.time())
        run = replace(
            self.run,
            status=self.status,
            outputs=self.outputs,
            error=self.answer.error,
            events=[*self.events, *end],
            state={**self.state, "last": self.trace.last},
            steps=self.trace.index,
            elapsed=self._elapsed(),
            finished_at=finished,
        )
        if self._form:
            self._runs.pause(run, self._form)
        else:
            self._runs.save(run)
