"""A step of an agent: a thought that is sent up to three times by one id, each time with more filled in."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from app.embedded.answer import Answer


class Step:
    """One round of an agent, as real servers send it: empty at its begin, with its tools, and with what they found.

    A round of several tools at once joins their names by ``;``; their arguments and results are JSON as text, each by
    the tool's name, so that a round has room for one call of a tool.
    """

    def __init__(self, answer: Answer):
        self._answer = answer
        self._sent: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "position": len(answer.thoughts) + 1,
            "thought": "",
            "observation": "",
            "tool": "",
            "tool_labels": {},
            "tool_input": "",
            "message_files": [],
        }
        self._send()

    async def think(self, text: str) -> None:
        """Writes a part of the answer, which is the thought of this step as well."""
        before = len(self._answer.text)
        try:
            await self._answer.say(text, "agent_message")
        finally:
            self._sent["thought"] = f"{self._sent['thought']}{self._answer.text[before:]}".strip()
            self._keep()

    def write(self, piece: str) -> None:
        """Like :meth:`think`, of a piece that is sent as it is, at once."""
        self._answer.write(piece, "agent_message")
        self._sent["thought"] += piece
        self._keep()

    def use(self, calls: Mapping[str, Mapping[str, Any]], labels: Mapping[str, Mapping[str, str]]) -> None:
        """Says which tools are called, and with what; ``labels`` are the tools' names by language."""
        tools = {"tool": ";".join(calls), "tool_labels": labels, "tool_input": _json(calls)}
        self._sent.update(tools)
        self._send()

    def observe(self, found: Mapping[str, str], files: Sequence[str]) -> None:
        """Says what each tool found; ``files`` are the ids of those that they made."""
        self._sent.update(observation=_json(found), message_files=list(files))
        self._send()

    def end(self) -> None:
        """Sends the thought of a step that needed no tool."""
        self._send()

    def _send(self) -> None:
        self._keep()
        self._answer.emit("agent_thought", **self._sent)

    def _keep(self) -> None:
        """As ``/messages`` returns it."""
        ids = {"chain_id": None, "message_id": self._answer.message_id, "created_at": self._answer.created_at}
        self._answer.thoughts[self._sent["position"] - 1 :] = [{**self._sent, **ids}]


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
