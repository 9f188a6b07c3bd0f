"""What an agent's answer has beside its words: steps, each with a tool's input and result, and sources at the end."""

import json
import uuid
from typing import Any

EVERY = 200  # words between two steps
_RESULT = {"rows": [{"name": f"Lamp {number}", "price": 40 + number, "in_stock": True} for number in range(20)]}
SOURCES = [
    {
        "position": position,
        "dataset_id": "set",
        "document_id": f"document-{position}",
        "document_name": f"Document {position}.md",
        "segment_id": f"segment-{position}",
        "score": 0.9,
        "content": "A passage of the document that the answer stands on. " * 12,
    }
    for position in range(1, 6)
]


def step(number: int) -> dict[str, Any]:
    """The fields of the ``agent_thought`` of that position, with its tool's result."""
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"step {number}")),
        "position": number,
        "thought": "The stock has to be looked up first.",
        "tool": "look_up",
        "tool_labels": {"look_up": {"en_US": "Look up"}},
        "tool_input": json.dumps({"look_up": {"query": f"lamps, page {number}"}}),
        "observation": json.dumps({"look_up": json.dumps(_RESULT)}),
        "message_files": [],
    }
