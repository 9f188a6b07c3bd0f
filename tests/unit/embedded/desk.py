"""What the Desk is asked and how it is answered, and what is read from its events."""

from typing import Any

Events = list[dict[str, Any]]

RETURN = "I want to return the Aurora floor lamp and two Fjord desk lamps"
ONE = "My Ember night light flickers"
FILLED = {"reason": "It is too bright.", "settlement": "Voucher"}


def of(events: Events, *names: str) -> Events:
    return [event for event in events if event["event"] in names]


def nodes(events: Events, name: str = "node_finished") -> list[str]:
    return [event["data"]["node_type"] for event in of(events, name)]


def text_of(events: Events) -> str:
    return "".join(event["answer"] for event in of(events, "message"))


def ask(desk, question=RETURN):
    """The events to the pause, the run's id and the form's token."""
    events = desk.stream(question)
    [form] = of(events, "human_input_required")
    return events, form["workflow_run_id"], form["data"]["form_token"]


def submit(desk, token, action="submit", inputs=FILLED):
    return desk.post(f"/form/human_input/{token}", inputs=inputs, action=action)


def variables(desk, conversation_id, **query):
    return desk.get(f"/conversations/{conversation_id}/variables", **query).json()["data"]
