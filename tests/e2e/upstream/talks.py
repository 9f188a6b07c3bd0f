"""What is stored: conversations with their messages, and the answers that are being written."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..script import Json
from .task import Task


@dataclass
class Talk:
    """A conversation; ``messages`` oldest first. Everybody who asks has one that was seeded."""

    id: str
    name: str
    inputs: Json
    created_at: int
    messages: list[Json] = field(default_factory=list)
    variables: list[Json] = field(default_factory=list)
    named: bool = False

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

    def add(self, query: str, created_at: int) -> Json:
        """A new message, without an answer yet."""
        message = {
            "id": str(uuid.uuid4()),
            "conversation_id": self.id,
            "inputs": self.inputs,
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
        self.messages.append(message)
        return message

    def name_it(self) -> None:
        """As a model would, once, from the first question."""
        if not self.named:
            self.name, self.named = self.messages[0]["query"][:40], True


class Talks:
    def __init__(self) -> None:
        self.seeded: list[Talk] = []
        self.tasks: dict[str, Task] = {}
        self._own: dict[str, dict[str, Talk]] = {}

    def of(self, user: str) -> dict[str, Talk]:
        return {talk.id: talk for talk in self.seeded} | self._own.get(user, {})

    def seed(self, name: str, turns: int, answer: str, user: str) -> Talk:
        """Turns a minute apart, the last a minute ago; everybody's where no user is named."""
        start = int(time.time()) - 60 * (turns + 1)
        talk = Talk(str(uuid.uuid4()), name, {}, start, named=True)
        for number in range(turns):
            talk.add(f"Question {number}?", start + 60 * number)["answer"] = answer.format(number=number)
        if user:
            self._own.setdefault(user, {})[talk.id] = talk
        else:
            self.seeded.append(talk)
        return talk

    def begin(self, question: Json) -> Task | None:
        """The task of a question, in its conversation or in a new one. None where that is not its user's."""
        user, place = question["user"], question.get("conversation_id")
        talk = self.of(user).get(place) if place else self._new(user, question["inputs"])
        if talk is None:
            return None
        message = talk.add(question["query"], int(time.time()))
        task = Task(str(uuid.uuid4()), message, user)
        self.tasks[task.id] = task
        return task

    def message(self, user: str, message_id: str) -> Json | None:
        return next((message for message in self._messages(user) if message["id"] == message_id), None)

    def talk_of(self, task: Task) -> Talk | None:
        return self.of(task.user).get(task.message["conversation_id"])

    def delete(self, user: str, talk: Talk) -> None:
        self.seeded = [seeded for seeded in self.seeded if seeded is not talk]
        self._own.get(user, {}).pop(talk.id, None)

    def holds_file(self, file_id: str) -> bool:
        """Whether a message of anybody has this upload: only then do servers show it."""
        users = ["", *self._own]
        files = (file for user in users for message in self._messages(user) for file in message["message_files"])
        return any(file.get("upload_file_id") == file_id for file in files)

    def _messages(self, user: str) -> Iterator[Json]:
        for talk in self.of(user).values():
            yield from talk.messages

    def _new(self, user: str, inputs: Json) -> Talk:
        talk = Talk(str(uuid.uuid4()), "New conversation", inputs, int(time.time()))
        self._own.setdefault(user, {})[talk.id] = talk
        return talk
