"""A stand-in for a server of the Chat App API, whose every answer a test can script.

An answer is a list of steps. Without a script a question is answered with numbered words, steered by its own text:
``LEN=<words> DELAY=<milliseconds between two>``. What the server stores follows what real ones do: a whole answer
at its end, a stopped one as far as it came, nothing of one that failed.
"""

import asyncio
import json
import re
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from .script import Cut, End, Hold, Json, Leave, Raw, Rest, Say, Send, Step, numbered
from .server import free_port

KEY = "app-e2e-key-0123456789abcdef"
CANARY = "canary7f3a"  # begins every secret that must stay on the server
HTML = "<!doctype html><html><head><title>It works!</title></head><body><h1>It works!</h1></body></html>"


def refusal(code: str, message: str, status: int) -> Response:
    return JSONResponse({"code": code, "message": message, "status": status}, status)


def page_of_html(status: int = 200) -> Response:
    return Response(HTML, status, media_type="text/html")


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: Json

    @property
    def user(self) -> str:
        return str(self.body.get("user") or self.query.get("user") or "")


@dataclass
class Talk:
    """A conversation; ``messages`` oldest first."""

    id: str
    name: str
    inputs: Json
    created_at: int
    messages: list[Json] = field(default_factory=list)

    def row(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "inputs": self.inputs,
            "status": "normal",
            "introduction": "",
            "created_at": self.created_at,
            "updated_at": self.messages[-1]["created_at"] if self.messages else self.created_at,
        }


@dataclass
class Task:
    id: str
    talk: Talk
    message: Json
    user: str
    stopped: bool = False

    @property
    def ids(self) -> Json:
        return {
            "task_id": self.id,
            "id": self.message["id"],
            "message_id": self.message["id"],
            "conversation_id": self.talk.id,
            "created_at": self.message["created_at"],
        }


PARAMETERS: Json = {
    "opening_statement": "Hello! Ask me **anything**.",
    "suggested_questions": ["What comes first?", "What comes last?"],
    "suggested_questions_after_answer": {"enabled": True},
    "speech_to_text": {"enabled": False},
    "text_to_speech": {"enabled": False},
    "retriever_resource": {"enabled": True},
    "annotation_reply": {"enabled": False},
    "user_input_form": [],
    "file_upload": {"image": {"enabled": False, "number_limits": 3, "transfer_methods": ["remote_url"]}},
    "system_parameters": {"image_file_size_limit": "10"},
    "sensitive_word_avoidance": {"enabled": True, "type": "keywords", "config": {"keywords": f"{CANARY}-moderation"}},
}
SITE: Json = {"title": "Scripted", "icon_type": "emoji", "icon": "🎬", "icon_background": "#EEEEEE"}


class Upstream:
    """``script`` answers the next questions until a test sets another; ``refusals`` answer whole operations.

    An operation is named by the first part of its path. Attributes are read for each request, so that a test may
    change them at any moment.
    """

    def __init__(self, **parameters: Any) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._parameters = {**PARAMETERS, **parameters}
        self._own: dict[str, dict[str, Talk]] = {}
        self.tasks: dict[str, Task] = {}
        self.reset()

    def reset(self) -> None:
        """As on the first day, but for the conversations of those who were here."""
        self.parameters: Json = dict(self._parameters)
        self.site: Json = dict(SITE)
        self.script: Sequence[Step] | None = None
        self.refusals: dict[str, Response] = {}
        self.suggested: list[str] = []
        self.seeded: list[Talk] = []
        self.requests: list[Seen] = []
        self.characters = 0  # of the event streams, as they were sent
        self._holds = threading.Semaphore(0)

    def release(self) -> None:
        """Let one :class:`Hold` go on."""
        self._holds.release()

    def wait_for(self, path: str, count: int = 1, seconds: float = 10.0) -> list[Seen]:
        """The requests to an operation, once there are ``count``."""
        deadline = time.monotonic() + seconds
        while len(found := self.seen(path)) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(found)} of {count} requests to {path} came within {seconds:g} s")
            time.sleep(0.02)
        return found

    def seen(self, path: str) -> list[Seen]:
        """The requests to an operation, oldest first; ``path`` is a regular expression of its whole path."""
        return [request for request in self.requests if re.fullmatch(path, request.path)]

    def seed(self, name: str, turns: int, answer: str = "Answer {number}.") -> Talk:
        """A conversation that everybody who asks has, with turns a minute apart."""
        start = int(time.time()) - 60 * (turns + 1)
        talk = Talk(str(uuid.uuid4()), name, {}, start)
        for number in range(turns):
            message = _message(talk, f"Question {number}?", start + 60 * number)
            message["answer"] = answer.format(number=number)
            talk.messages.append(message)
        self.seeded.append(talk)
        return talk

    @contextmanager
    def serving(self) -> Iterator["Upstream"]:
        config = uvicorn.Config(
            self._app(),
            "127.0.0.1",
            self.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            ws="none",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, name=f"upstream-{self.port}", daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise RuntimeError(f"the stand-in upstream did not start on port {self.port}")
            time.sleep(0.02)
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(20)

    def _app(self) -> Starlette:
        def route(path: str, handler: Any, method: str = "GET") -> Route:
            async def recorded(request: Request) -> Response:
                body = await request.body()
                self.requests.append(_seen(request, body))
                if request.headers.get("authorization") != f"Bearer {KEY}":
                    return refusal("unauthorized", "Access token is invalid", 401)
                if (refused := self.refusals.get(path.strip("/").partition("/")[0])) is not None:
                    return refused
                return await handler(request, json.loads(body or b"{}"))

            return Route(f"/v1{path}", recorded, methods=[method])

        return Starlette(
            routes=[
                route("/chat-messages", self._chat, "POST"),
                route("/chat-messages/{task}/stop", self._stop, "POST"),
                route("/parameters", lambda request, body: _json(self.parameters)),
                route("/site", lambda request, body: _json(self.site)),
                route("/info", lambda request, body: _json({"name": "Scripted", "description": "", "mode": "chat"})),
                route("/meta", lambda request, body: _json({"tool_icons": {}})),
                route("/conversations", self._conversations),
                route("/messages", self._messages),
                route("/messages/{id}/suggested", self._suggested),
            ]
        )

    async def _chat(self, request: Request, body: Json) -> Response:
        missing = [
            control["label"]
            for item in self.parameters["user_input_form"]
            for control in item.values()
            if control.get("required") and not body["conversation_id"] and not body["inputs"].get(control["variable"])
        ]
        if missing:
            return refusal("invalid_param", f"{missing[0]} is required in input form", 400)
        task = self._task(body)
        if task is None:
            return refusal("not_found", "Conversation Not Exists.", 404)
        script = self.script if self.script is not None else numbered(body["query"])
        chunks = self._stream(task, script, self._holds)
        # Real servers send their headers with the first event only.
        first = await anext(chunks, b"")

        async def stream() -> AsyncIterator[bytes]:
            yield first
            async for chunk in chunks:
                yield chunk

        return StreamingResponse(stream(), media_type="text/event-stream")

    def _task(self, body: Json) -> Task | None:
        own = self._own.setdefault(body["user"], {})
        if body["conversation_id"]:
            known = {**{talk.id: talk for talk in self.seeded}, **own}
            talk = known.get(body["conversation_id"])
            if talk is None:
                return None
        else:
            talk = Talk(str(uuid.uuid4()), "New conversation", body["inputs"], int(time.time()))
            own[talk.id] = talk
        message = _message(talk, body["query"], int(time.time()))
        talk.messages.append(message)
        task = Task(str(uuid.uuid4()), talk, message, body["user"])
        self.tasks[task.id] = task
        return task

    async def _stream(self, task: Task, script: Sequence[Step], holds: threading.Semaphore) -> AsyncIterator[bytes]:
        text = ""
        for step in script:
            if task.stopped and not isinstance(step, End):
                continue
            match step:
                case Say():
                    text += step.text
                    yield self._event({"event": "message", "answer": step.text}, task)
                case Send():
                    if step.body["event"] == "error":
                        task.message.update(status="error", error=step.body["message"])
                    yield self._event(step.body, task)
                case Raw():
                    ids = json.dumps(task.ids).strip("{}").encode()
                    yield step.data.replace(b"{ids}", ids)
                case Rest():
                    await _until(lambda: task.stopped, step.seconds)
                case Hold():
                    await _until(lambda: task.stopped or self._holds is not holds or holds.acquire(blocking=False))
                case Cut():
                    raise ConnectionAbortedError("the script drops the connection here")
                case Leave():
                    return
                case End():
                    task.message["answer"] = text
                    task.message["retriever_resources"] = step.metadata.get("retriever_resources", [])
                    task.talk.name = task.talk.messages[0]["query"][:40]
                    yield self._event({"event": "message_end", "metadata": step.metadata}, task)

    def _event(self, body: Json, task: Task) -> bytes:
        line = f"data: {json.dumps({**body, **task.ids})}\n\n"
        self.characters += len(line)
        return line.encode()

    async def _stop(self, request: Request, body: Json) -> Response:
        task = self.tasks.get(request.path_params["task"])
        if task and task.user == body["user"]:
            task.stopped = True
        return JSONResponse({"result": "success"})

    def _talks(self, user: str) -> list[Talk]:
        return [*self.seeded, *self._own.get(user, {}).values()]

    async def _conversations(self, request: Request, body: Json) -> Response:
        rows = sorted((talk.row() for talk in self._talks(request.query_params["user"])), key=_newest, reverse=True)
        limit = int(request.query_params.get("limit", 20))
        after = [row["id"] for row in rows].index(last) + 1 if (last := request.query_params.get("last_id")) else 0
        page = rows[after : after + limit]
        return JSONResponse({"limit": limit, "has_more": after + limit < len(rows), "data": page})

    async def _messages(self, request: Request, body: Json) -> Response:
        talks = {talk.id: talk for talk in self._talks(request.query_params["user"])}
        talk = talks.get(request.query_params["conversation_id"])
        if talk is None:
            return refusal("not_found", "Conversation Not Exists.", 404)
        limit = int(request.query_params.get("limit", 20))
        ids = [message["id"] for message in talk.messages]
        end = ids.index(first) if (first := request.query_params.get("first_id")) else len(ids)
        start = max(0, end - limit)
        return JSONResponse({"limit": limit, "has_more": start > 0, "data": talk.messages[start:end]})

    async def _suggested(self, request: Request, body: Json) -> Response:
        return JSONResponse({"result": "success", "data": self.suggested})


def _message(talk: Talk, query: str, created_at: int) -> Json:
    return {
        "id": str(uuid.uuid4()),
        "conversation_id": talk.id,
        "inputs": talk.inputs,
        "query": query,
        "answer": "",
        "message_files": [],
        "feedback": None,
        "retriever_resources": [],
        "agent_thoughts": [],
        "status": "normal",
        "error": None,
        "created_at": created_at,
    }


def _newest(row: Json) -> tuple[int, str]:
    return row["updated_at"], row["id"]


def _seen(request: Request, body: bytes) -> Seen:
    path = request.url.path.removeprefix("/v1")
    query = dict(request.query_params)
    return Seen(request.method, path, query, json.loads(body or b"{}"))


async def _json(value: Any) -> Response:
    return JSONResponse(value)


async def _until(done: Any, seconds: float = float("inf")) -> None:
    """Poll, since it is another thread that lets go."""
    deadline = time.monotonic() + seconds
    while not done() and (left := deadline - time.monotonic()) > 0:  # noqa: ASYNC110
        await asyncio.sleep(min(0.01, left))
