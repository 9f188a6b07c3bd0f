"""Forms that a chatflow puts to a person, and what it says once it goes on."""

import json
from collections.abc import Callable, Iterator, Sequence

from starlette.responses import JSONResponse, Response

from ..script import End, Hold, Json, Raw, Say, Send, Step
from .chat import Chat
from .talks import Talks
from .task import Task
from .waiting import Gates
from .wire import Seen, refusal


class Forms:
    """``resumed`` is the script of a flow that goes on, ``answers`` what was said to a form, by its token."""

    def __init__(self, talks: Talks, chat: Chat, gates: Callable[[], Gates]) -> None:
        self._talks, self._chat, self._gates = talks, chat, gates
        self.answers: dict[str, Json] = {}
        self._expired: set[str] = set()
        self.reset()

    def reset(self) -> None:
        self.resumed: Sequence[Step] = [Say("It goes on."), End()]

    def tokens(self) -> list[str]:
        """Of all forms so far, oldest first; the id of one that was delivered elsewhere."""
        forms = (event["data"] for task in self._talks.tasks.values() for event in task.went("human_input_required"))
        return [_key(form) for form in forms]

    def expire(self, token: str) -> None:
        self._expired.add(token)
        self._gates().open(token)

    def put(self, token: str, answer: Json) -> None:
        """Somebody, wherever, gave this ``answer``: its ``action`` and its ``inputs``."""
        self.answers[token] = answer
        self._gates().open(token)

    async def show(self, seen: Seen) -> Response:
        if (form := self._active(seen)) is None:
            return self._gone(seen)
        kept = ("form_content", "inputs", "resolved_default_values", "expiration_time")
        return JSONResponse({key: form[key] for key in kept} | {"user_actions": form["actions"]})

    async def answer(self, seen: Seen) -> Response:
        """The first answer of anybody wins."""
        if (form := self._active(seen)) is None:
            return self._gone(seen)
        missing = [field["output_variable_name"] for field in form["inputs"]]
        missing = [name for name in missing if name not in seen.body.get("inputs", {})]
        if missing or seen.body.get("action") not in [action["id"] for action in form["actions"]]:
            return refusal("invalid_form_data", f"Missing required inputs: {', '.join(missing)}", 400)
        self.put(form["form_token"], seen.body)
        return JSONResponse({})

    async def events(self, seen: Seen) -> Response:
        """The stream of a run that was paused: what was, if asked for; once its form is answered, what follows."""
        runs = {task.run: task for task in self._talks.tasks.values() if task.went("human_input_required")}
        task = runs.get(seen.params["id"])
        if task is None or task.user != seen.user:
            return refusal("not_found", "Workflow run not found", 404)
        if finished := task.went("workflow_finished"):
            return await self._chat.stream(task, map(_again, finished))
        snapshot = seen.query.get("include_state_snapshot", "").lower() == "true"
        goes_on = seen.query.get("continue_on_pause", "").lower() == "true"
        return await self._chat.stream(task, self._continued(task, snapshot, goes_on))

    def _continued(self, task: Task, snapshot: bool, goes_on: bool) -> Iterator[Step]:
        form = task.went("human_input_required")[-1]["data"]
        token, about = _key(form), {key: form[key] for key in ("node_id", "node_title")}
        waiting = token not in self.answers and token not in self._expired
        if snapshot:
            shown = ["workflow_started", "node_started", "node_finished", *["workflow_paused"] * waiting]
            yield from (_again(event) for event in task.sent if event["event"] in shown)
            if waiting and not goes_on:
                return
        task.go_on()
        yield Hold(token)
        if token in self.answers:
            said = self.answers[token]["action"]
            title = next(action["title"] for action in form["actions"] if action["id"] == said)
            filled = {**about, "rendered_content": form["form_content"], "action_id": said, "action_text": title}
            yield Send({"event": "human_input_form_filled", "data": filled})
        else:
            late = {**about, "expiration_time": form["expiration_time"]}
            yield Send({"event": "human_input_form_timeout", "data": late})
        yield from self.resumed

    def _active(self, seen: Seen) -> Json | None:
        token = seen.params["token"]
        if token in self.answers or token in self._expired:
            return None
        for task in self._talks.tasks.values():
            for event in task.went("human_input_required"):
                if event["data"]["form_token"] == token:
                    return event["data"]
        return None

    def _gone(self, seen: Seen) -> Response:
        token = seen.params["token"]
        if token in self.answers:
            return refusal("human_input_form_submitted", "This form has already been submitted.", 412)
        if token in self._expired:
            return refusal("human_input_form_expired", "This form has expired.", 412)
        return refusal("not_found", "Form not found", 404)


def _key(form: Json) -> str:
    return form["form_token"] or form["form_id"]


def _again(event: Json) -> Raw:
    return Raw(f"data: {json.dumps(event)}\n\n".encode())
