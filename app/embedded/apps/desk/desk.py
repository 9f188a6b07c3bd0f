"""The app *Desk*: its flow, from the question on and from the answer to a form on."""

import asyncio
import time
import uuid
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import Answer, Stopped
from app.embedded.apps.app import Question
from app.embedded.apps.desk.flow import Flow
from app.embedded.apps.desk.leg import APP_ID, WORKFLOW_ID, Leg
from app.embedded.apps.desk.profile import PROFILE, VARIABLES
from app.embedded.bell import Bell
from app.embedded.storage import Form, Run, Runs, Variables


class Desk:
    """``form_lifetime`` in seconds.

    ``legs`` are the runs that are running, by id; ``changed`` rings when one begins, pauses or ends.
    """

    profile = PROFILE

    def __init__(self, runs: Runs, variables: Variables, form_lifetime: float):
        self.runs = runs
        self.variables = variables
        self.legs: dict[str, Leg] = {}
        self.changed = Bell()
        self._form_lifetime = form_lifetime

    async def reply(self, question: Question, answer: Answer) -> None:
        run = await run_in_threadpool(self._begin, question, answer)
        leg = Leg(self.runs, run, answer)
        await self._run(leg, None)

    async def resume(self, run: Run, form: Form, answer: Answer) -> None:
        """Goes on with a run after its form was answered, or was not in time."""
        answer.text = run.text
        await self._run(Leg(self.runs, run, answer), form)

    async def _run(self, leg: Leg, form: Form | None) -> None:
        self.legs[leg.run.id] = leg
        self.changed.ring()
        store, loop = leg.store, asyncio.get_running_loop()

        def stored(end: list[dict[str, Any]]) -> None:
            try:
                store(end)
            finally:
                del self.legs[leg.run.id]
                loop.call_soon_threadsafe(self.changed.ring)

        leg.answer.on_end = stored
        try:
            flow = Flow(leg, self.variables, self._form_lifetime)
            await (flow.ask() if form is None else flow.go_on(form))
        except Stopped:
            leg.end("stopped")
            raise
        except Exception:
            leg.end("failed", "The flow could not go on.")
            raise
        if leg.status == "running":
            leg.end("succeeded")

    def _begin(self, question: Question, answer: Answer) -> Run:
        """Gives the conversation its variables, and keeps the run as one that runs."""
        self.variables.begin(answer.conversation_id, VARIABLES)
        seen = self.variables.values(answer.conversation_id)
        run_id, now = str(uuid.uuid4()), int(time.time())
        inputs = {
            "sys.query": question.text,
            "sys.files": [],
            "sys.conversation_id": answer.conversation_id,
            "sys.user_id": answer.user,
            "sys.dialogue_count": seen.get("turns", 0),
            "sys.app_id": APP_ID,
            "sys.workflow_id": WORKFLOW_ID,
            "sys.workflow_run_id": run_id,
        }
        self.runs.begin(run_id, answer.message_id, answer.task_id, inputs, now)
        ids = (answer.user, answer.conversation_id, answer.message_id, answer.task_id)
        return Run(run_id, *ids, "running", inputs, None, None, [], {}, "", 0, 0.0, now, None)
