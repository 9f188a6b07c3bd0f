"""An answer that is being written: what real servers add to its events, and what they store of them."""

import time
import uuid
from dataclasses import dataclass, field

from ..script import Json

_OF_A_RUN = ("workflow_", "node_", "iteration_", "loop_", "human_input_")


@dataclass
class Task:
    """``message`` is the stored row, which follows the events in ``sent``."""

    id: str
    message: Json
    user: str
    stopped: bool = False
    sent: list[Json] = field(default_factory=list)
    rounds: list[list[str]] = field(default_factory=lambda: [[]])
    before_pause: str = ""

    @property
    def ids(self) -> Json:
        return {
            "task_id": self.id,
            "id": self.message["id"],
            "message_id": self.message["id"],
            "conversation_id": self.message["conversation_id"],
            "created_at": self.message["created_at"],
        }

    @property
    def run(self) -> str:
        return self.own("run")

    @property
    def text(self) -> str:
        """What is stored. An agent's rounds are streamed with nothing between them, and stored with a line break."""
        return "\n".join(filter(None, map("".join, self.rounds)))

    def own(self, name: str) -> str:
        """An id of this task's own, always the same for ``name``."""
        return str(uuid.uuid5(uuid.UUID(self.id), name))

    def went(self, kind: str) -> list[Json]:
        return [event for event in self.sent if event["event"] == kind]

    def complete(self, body: Json) -> Json:
        """``body`` with what real servers send beside it, where it does not say so itself."""
        kind = body["event"]
        beside = {**self.ids, "task_id": None} if kind == "error" else self.ids
        if kind not in ("message", "agent_message", "message_end"):
            beside = {**beside, "id": None}
        if kind == "agent_thought":
            beside = {**beside, **self._of_a_thought(body)}
        if kind == "message_file":
            number = len(self.went("message_file"))
            beside = {**beside, "id": self.own(f"file {number}"), "type": "image", "belongs_to": "assistant", "url": ""}
        if kind.startswith(_OF_A_RUN):
            beside = {**beside, "workflow_run_id": self.run}
            data = body.get("data") or {}
            body = {**body, "data": self._of_a_run(kind, data) | data}
        return {**body, **{key: value for key, value in beside.items() if value is not None and key not in body}}

    def take(self, event: Json) -> None:
        """Store what a server stores of ``event``: the answer at its end, its files and thoughts as they come."""
        self.sent.append(event)
        match event:
            case {"event": "message" | "agent_message", "answer": str(text)}:
                self.rounds[-1].append(text)
            case {"event": "message_replace", "answer": str(text)} if text.split() != self.text.split():
                self.rounds = [[text]]
            case {"event": "agent_thought"}:
                self._think(event)
            case {"event": "message_file"}:
                self.message["message_files"].append({key: event[key] for key in ("id", "type", "url", "belongs_to")})
            case {"event": "error", "message": str(text)}:
                self.message.update(status="error", error=text)
            case {"event": "workflow_paused"}:
                self.message["answer"] = self.before_pause = self.text
            case {"event": "message_end"}:
                cited = (event.get("metadata") or {}).get("retriever_resources") or []
                self.message.update(answer=self.text, retriever_resources=cited)

    def go_on(self) -> None:
        """Back to where it paused, whatever was sent since."""
        self.rounds = [[self.before_pause]]

    def _of_a_thought(self, body: Json) -> Json:
        thought = body.get("id") or self.own(f"thought {body.get('position', 1)}")
        begun = next((at for at, event in enumerate(self.sent) if event.get("id") == thought), len(self.sent))
        files = [event["id"] for event in self.sent[begun:] if event["event"] == "message_file"]
        return {"id": thought, "position": 1, "message_files": files}

    def _of_a_run(self, kind: str, data: Json) -> Json:
        created: Json = {"created_at": self.message["created_at"]}
        if kind.startswith("workflow_"):
            return {"id": self.run, "workflow_id": self.own("workflow"), "workflow_run_id": self.run, **created}
        if kind.startswith("human_input_"):
            later = int(time.time()) + 3600
            return {"form_id": self.own("form"), "form_token": self.own("token"), "expiration_time": later}
        nodes = [event["data"].get("node_id") for event in self.went("node_started")]
        node = data.get("node_id", "")
        index = nodes.index(node) + 1 if node in nodes else len(nodes) + 1
        return {"id": self.own(f"node {node}"), "index": index, **created}

    def _think(self, event: Json) -> None:
        thoughts = self.message["agent_thoughts"]
        kept = ("id", "position", "thought", "tool", "tool_labels", "tool_input", "observation", "message_files")
        row = {key: event[key] for key in kept if key in event}
        row |= {"chain_id": None, "message_id": self.message["id"], "created_at": self.message["created_at"]}
        if event["id"] in (known := [thought["id"] for thought in thoughts]):
            thoughts[known.index(event["id"])] = row
        else:
            thoughts.append(row)
            self.rounds.append([])
