"""The trace of a run: the events of its nodes as they happen, in the shapes of real servers."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.embedded.answer import Answer

Data = dict[str, Any]
NOTHING_PARALLEL = {
    "parallel_id": None,
    "parallel_start_node_id": None,
    "parent_parallel_id": None,
    "parent_parallel_start_node_id": None,
}


@dataclass
class Node:
    """What a node took in and gave out, filled in while it runs."""

    id: str
    node_id: str
    node_type: str
    title: str
    index: int
    before: str | None
    iteration_id: str | None
    created_at: int
    started: float
    inputs: Data | None = None
    process_data: Data | None = None
    outputs: Data | None = None
    metadata: Data = field(default_factory=dict)


class Trace:
    """Counts the nodes of one run and sends their events. ``index`` and ``last`` go on where a pause left them."""

    def __init__(self, answer: Answer, run_id: str, index: int = 0, last: str | None = None):
        self._answer = answer
        self._run_id = run_id
        self.index = index
        self.last = last

    def emit(self, event: str, data: Data) -> None:
        self._answer.send(self.event(event, data))

    def event(self, event: str, data: Data) -> Data:
        return self._answer.event(event, workflow_run_id=self._run_id, data=data)

    @contextmanager
    def node(self, node_id: str, node_type: str, title: str, iteration_id: str | None = None) -> Iterator[Node]:
        """Runs a node: its start is sent at once, its end once the block is through.

        Where the block raises, the node has no end of its own: the run's end says why.
        """
        node = self.begin(node_id, node_type, title, iteration_id)
        yield node
        self.end(node)

    def begin(self, node_id: str, node_type: str, title: str, iteration_id: str | None = None) -> Node:
        self.index += 1
        now = time.time()
        node = Node(
            str(uuid.uuid4()),
            node_id,
            node_type,
            title,
            self.index,
            self.last,
            iteration_id,
            int(now),
            time.monotonic(),
        )
        self.emit("node_started", {**_head(node), "inputs": None, "extras": {}, **NOTHING_PARALLEL})
        return node

    def end(self, node: Node) -> None:
        self.last = node.node_id
        spent = {"total_tokens": 0, "total_price": "0", "currency": "USD", **node.metadata}
        self.emit(
            "node_finished",
            {
                **_head(node),
                "inputs": node.inputs,
                "process_data": node.process_data,
                "outputs": node.outputs,
                "status": "succeeded",
                "error": None,
                "elapsed_time": round(time.monotonic() - node.started, 6),
                "execution_metadata": spent,
                "finished_at": int(time.time()),
                "files": [],
                **NOTHING_PARALLEL,
            },
        )

    def finish_waiting(self, events: Sequence[Data], outputs: Data) -> None:
        """Ends the node that waited for a person, which began before the pause."""
        begun = next(event["data"] for event in reversed(events) if event["event"] == "node_started")
        kept = {
            name: begun[name] for name in ("id", "node_id", "node_type", "title", "index", "iteration_id", "created_at")
        }
        node = Node(**kept, before=begun["predecessor_node_id"], started=time.monotonic(), outputs=outputs)
        self.end(node)

    @contextmanager
    def iteration(self, node_id: str, title: str, items: Sequence[str]) -> Iterator["Iteration"]:
        """Goes through ``items``; the block calls :meth:`Iteration.next` for each."""
        self.index += 1
        iteration = Iteration(self, node_id, title, list(items))
        yield iteration
        iteration.complete()
        self.last = node_id


class Iteration:
    """One pass over items. The nodes that run within it bear its ``node_id`` as their ``iteration_id``."""

    def __init__(self, trace: Trace, node_id: str, title: str, items: list[str]):
        self._trace = trace
        self._head = {"id": node_id, "node_id": node_id, "node_type": "iteration", "title": title, "extras": {}}
        self._started = time.monotonic()
        self._created_at = int(time.time())
        self._items = items
        self.outputs: list[Any] = []
        self._send("iteration_started", metadata={"iterator_length": len(items)}, inputs={"iterator_selector": items})

    def next(self, output: Any = None) -> None:
        """Begins the next item; ``output`` is what the one before came to."""
        index = len(self.outputs)
        self._send("iteration_next", index=index, pre_iteration_output=output, duration=None)

    def complete(self) -> None:
        self._send(
            "iteration_completed",
            inputs={"iterator_selector": self._items},
            outputs={"output": self.outputs},
            status="succeeded",
            error=None,
            elapsed_time=round(time.monotonic() - self._started, 6),
            total_tokens=0,
            execution_metadata={"total_tokens": 0},
            finished_at=int(time.time()),
            steps=len(self._items),
        )

    def _send(self, event: str, **data: Any) -> None:
        self._trace.emit(event, {**self._head, "created_at": self._created_at, **data})


def _head(node: Node) -> Data:
    return {
        "id": node.id,
        "node_id": node.node_id,
        "node_type": node.node_type,
        "title": node.title,
        "index": node.index,
        "predecessor_node_id": node.before,
        "created_at": node.created_at,
        "iteration_id": node.iteration_id,
        "loop_id": None,
    }
