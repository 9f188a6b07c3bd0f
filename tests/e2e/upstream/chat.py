"""Questions and their answers, step by step: ``/chat-messages``."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence

from starlette.responses import JSONResponse, Response, StreamingResponse

from ..script import Cut, End, Hold, Json, Leave, Raw, Recorded, Rest, Say, Send, SendFile, Step, numbered, picture
from .files import Files
from .talks import Talks
from .task import Task
from .waiting import Gates, wait
from .wire import Part, Seen, refusal

_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ADDRESS = re.compile(rb'https?://[^"\\\s]+?/files/tools/([0-9a-f-]{36})\.(\w+)\?[^"\\\s]*')


class Chat:
    """``script`` answers the next questions until a test sets another; ``characters`` counts what streams sent."""

    def __init__(self, talks: Talks, files: Files, parameters: Callable[[], Json], gates: Callable[[], Gates]) -> None:
        self._talks, self._files = talks, files
        self._parameters, self._gates = parameters, gates
        self.reset()

    def reset(self) -> None:
        self.script: Sequence[Step] | None = None
        self.characters = 0

    async def ask(self, seen: Seen) -> Response:
        body = seen.body
        missing = [
            control["label"]
            for item in self._parameters()["user_input_form"]
            for control in item.values()
            if control.get("required") and not body["conversation_id"] and not body["inputs"].get(control["variable"])
        ]
        if missing:
            return refusal("invalid_param", f"{missing[0]} is required in input form", 400)
        files = self._files.asked(body.get("files") or [], seen.user)
        if files is None:
            return refusal("invalid_param", "Invalid upload file", 400)
        task = self._talks.begin(body)
        if task is None:
            return refusal("not_found", "Conversation Not Exists.", 404)
        task.message["message_files"] += files
        return await self.stream(task, self.script if self.script is not None else numbered(body["query"]))

    async def stop(self, seen: Seen) -> Response:
        """Success, whatever the task and whosever it is."""
        task = self._talks.tasks.get(seen.params["id"])
        if task and task.user == seen.user:
            task.stopped = True
        return JSONResponse({"result": "success"})

    async def stream(self, task: Task, script: Iterable[Step]) -> Response:
        chunks = self._play(task, script)
        # Real servers send their headers with the first event only.
        first = await anext(chunks, b"")

        async def stream() -> AsyncIterator[bytes]:
            yield first
            async for chunk in chunks:
                yield chunk

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _play(self, task: Task, script: Iterable[Step]) -> AsyncIterator[bytes]:
        gates = self._gates()
        for step in script:
            if task.stopped and not isinstance(step, End) and not (isinstance(step, Recorded) and step.ends):
                continue
            match step:
                case Say():
                    yield self._event({"event": "message", "answer": step.text}, task)
                case Send():
                    yield self._event(step.body, task)
                case SendFile():
                    yield self._event(self._files.sent(step), task)
                case Raw():
                    yield step.data.replace(b"{ids}", json.dumps(task.ids).strip("{}").encode())
                case Recorded():
                    yield self._again(step, task)
                case Rest() | Hold() | Cut():
                    await wait(step, gates, lambda: task.stopped)
                case Leave():
                    return
                case End():
                    yield self._event({"event": "message_end", "metadata": step.metadata}, task)

    def _event(self, body: Json, task: Task) -> bytes:
        event = task.complete(body)
        self._take(event, task)
        line = f"data: {json.dumps(event)}\n\n"
        self.characters += len(line)
        return line.encode()

    def _again(self, step: Recorded, task: Task) -> bytes:
        """The chunk with ids of this task's own: those of an answer from the task, any other always the same."""
        ids = {step.task_id: task.id, step.message_id: task.message["id"]}
        ids[step.conversation_id] = task.message["conversation_id"]

        def own(found: "re.Match[bytes]") -> bytes:
            old = found[0].decode()
            return (ids.get(old) or task.own(old)).encode()

        def address(found: "re.Match[bytes]") -> bytes:
            file_id, extension = found[1].decode(), found[2].decode()
            part = Part(f"{file_id}.{extension}", f"image/{extension}", picture())
            return self._files.address(self._files.keep(part, file_id=file_id)).encode()

        data = _ADDRESS.sub(address, _UUID.sub(own, step.data))
        self.characters += len(data)
        for line in data.splitlines():
            if line.startswith(b"data: "):
                self._take(json.loads(line[6:]), task)
        return data

    def _take(self, event: Json, task: Task) -> None:
        task.take(event)
        if event["event"] == "message_end" and (talk := self._talks.talk_of(task)):
            talk.name_it()
