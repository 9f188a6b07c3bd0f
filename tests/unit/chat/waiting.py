"""A turn whose flow asks a person, and what the flow says after its form."""

from typing import Any

from app.chat import Chat
from app.ledger import Message
from app.runs.registry import LiveRun
from app.views import Turn
from tests.unit.chat.talks import ME, ended
from tests.unit.runs.doubles import Upstream, refused

FORM = "POST /v1/form/human_input/token-1"
LOOK = "GET /v1/form/human_input/token-1"
EVENTS = "GET /v1/workflow/run-1/events"
SUBMITTED = refused("human_input_form_submitted", "Somebody was faster.", 412)
EXPIRED = refused("human_input_form_expired", "Too late.", 412)

ASKED: dict[str, Any] = {
    "form_id": "form-1",
    "node_id": "ask",
    "node_title": "Approval",
    "form_content": "Shall I? {{#$output.why#}} {{#$output.kind#}}",
    "inputs": [
        {"type": "paragraph", "output_variable_name": "why"},
        {"type": "select", "output_variable_name": "kind",
         "option_source": {"type": "constant", "value": ["a", "b"]}},
    ],
    "actions": [{"id": "yes", "title": "Yes", "button_style": "primary"}, {"id": "no", "title": "No"}],
    "form_token": "token-1",
}  # fmt: skip
RIGHT = {"why": " Because. ", "kind": "b"}


async def paused(chat: Chat, upstream: Upstream, *forms: dict[str, Any]) -> LiveRun:
    """A turn whose flow has asked ``forms`` and waits."""
    run = await chat.ask(ME, "", "May I?", {})
    upstream.stream.send("workflow_started", workflow_run_id="run-1")
    upstream.stream.send("node_started", workflow_run_id="run-1", data={"id": "n-1", "node_id": "ask", "title": "Ask"})
    upstream.stream.say("<think>Hm.</think>I must ask. ")
    for form in forms or (ASKED,):
        upstream.stream.send("human_input_required", workflow_run_id="run-1", data=form)
    upstream.stream.send("workflow_paused", workflow_run_id="run-1")
    upstream.stream.hang_up()
    return await ended(run)


def goes_on(upstream: Upstream, *answers: str) -> None:
    """What the flow says after its form."""
    stream = upstream.resumed
    filled = {"node_id": "ask", "action_text": "Yes", "rendered_content": "It was b."}
    stream.send("human_input_form_filled", data=filled)
    stream.send("node_finished", data={"id": "n-1", "node_id": "ask", "title": "Ask", "status": "succeeded"})
    stream.say(*answers)
    stream.finish()


async def row_of(chat: Chat, run: LiveRun) -> Message:
    row = await chat._ledger.message(chat.slug, ME, run.message.id)
    assert row is not None
    return row


async def turn_of(chat: Chat, run: LiveRun) -> Turn:
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    return turn
