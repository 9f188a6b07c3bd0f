"""A flow's nodes, forms, runs and variables, read by the typed client."""

import pytest

from app.dify import Client
from app.dify.errors import FormClosed, InvalidRequest, NotFound
from app.dify.events import (
    HumanInputEvent,
    MessageEndEvent,
    MessageEvent,
    MessageReplaceEvent,
    NodeEvent,
    StreamEvent,
    WorkflowEvent,
)

QUESTION = "I want to return the Aurora floor lamp and two Fjord desk lamps"
FILLED = {"reason": "Too bright.", "settlement": "Voucher"}


async def ask(client: Client, user: str, query: str = QUESTION) -> list[StreamEvent]:
    async with client.chat.stream(query=query, user=user) as stream:
        return [event async for event in stream]


async def follow(
    client: Client, run_id: str, user: str, snapshot: bool = True, wait: bool = False
) -> list[StreamEvent]:
    following = client.workflows.events(run_id, user=user, include_state_snapshot=snapshot, continue_on_pause=wait)
    async with following as stream:
        return [event async for event in stream]


def paused(events: list[StreamEvent]) -> tuple[str, str]:
    """The run's id and its form's token."""
    [form] = [event for event in events if isinstance(event, HumanInputEvent)]
    return form.workflow_run_id, form.data.form_token


async def test_each_event_of_a_flow_is_known(desk: Client, user: str) -> None:
    events = await ask(desk, user)
    assert {type(event) for event in events} == {WorkflowEvent, NodeEvent, MessageEvent, HumanInputEvent}
    assert [event.event for event in events[-2:]] == ["human_input_required", "workflow_paused"]
    iterations = [event for event in events if event.event.startswith("iteration_")]
    assert iterations[0].event == "iteration_started"
    assert all(event.workflow_run_id == events[-1].workflow_run_id for event in iterations)


async def test_a_flow_without_a_form_ends_with_workflow_finished(desk: Client, user: str) -> None:
    events = await ask(desk, user, "How long does shipping take?")
    end, finished = events[-2:]
    assert isinstance(end, MessageEndEvent) and end.metadata.citations[0].document_name == "Shipping"
    assert isinstance(finished, WorkflowEvent) and finished.data.status == "succeeded"


async def test_a_form_is_read_answered_once_and_the_run_goes_on(desk: Client, user: str) -> None:
    events = await ask(desk, user)
    run_id, token = paused(events)
    form = await desk.forms.get(token)
    assert [item["output_variable_name"] for item in form.inputs] == ["reason", "settlement"]
    assert form.resolved_default_values["settlement"] == "Refund" and form.expiration_time
    assert [(action.id, action.button_style) for action in form.user_actions] == [
        ("submit", "primary"), ("call", "default"), ("cancel", "ghost"),
    ]  # fmt: skip
    with pytest.raises(InvalidRequest) as caught:
        await desk.forms.submit(token, {**FILLED, "settlement": "Gold"}, "submit", user=user)
    assert caught.value.code == "invalid_form_data"
    await desk.forms.submit(token, FILLED, "submit", user=user)
    with pytest.raises(FormClosed):
        await desk.forms.submit(token, FILLED, "cancel", user=user)
    with pytest.raises(FormClosed):
        await desk.forms.get(token)
    rest = await follow(desk, run_id, user)
    assert isinstance(rest[0], WorkflowEvent) and isinstance(rest[1], MessageReplaceEvent)
    [filled] = [event for event in rest if isinstance(event, HumanInputEvent)]
    assert filled.event == "human_input_form_filled" and filled.data.action_text == "Send in"
    assert isinstance(rest[-2], MessageEndEvent) and rest[-1].event == "workflow_finished"
    run = await desk.workflows.run(run_id)
    [message] = (await desk.messages.list(events[0].conversation_id, user=user)).data
    assert run.status == "succeeded" and run.outputs == {"answer": message.answer} and run.finished_at


async def test_a_pause_ends_the_stream_of_who_does_not_wait(desk: Client, user: str) -> None:
    run_id, _ = paused(await ask(desk, user))
    assert (await follow(desk, run_id, user))[-1].event == "workflow_paused"
    assert (await desk.workflows.run(run_id)).status == "paused"


async def test_a_run_that_is_over_has_one_event_left(desk: Client, user: str) -> None:
    events = await ask(desk, user, "hello")
    started = events[0]
    assert isinstance(started, WorkflowEvent)
    assert [event.event for event in await follow(desk, started.workflow_run_id, user, snapshot=False)] == [
        "workflow_finished"
    ]


async def test_another_users_run_is_not_found(desk: Client, user: str) -> None:
    run_id, _ = paused(await ask(desk, user))
    with pytest.raises(NotFound):
        await follow(desk, run_id, f"{user}-other")


async def test_a_form_and_a_run_are_those_of_their_app(desk: Client, guide: Client, user: str) -> None:
    run_id, token = paused(await ask(desk, user))
    with pytest.raises(NotFound):
        await guide.forms.get(token)
    with pytest.raises(NotFound):
        await guide.workflows.run(run_id)


async def test_variables_are_read_found_and_set(desk: Client, user: str) -> None:
    conversation_id = (await ask(desk, user))[0].conversation_id
    page = await desk.conversations.variables(conversation_id, user=user)
    values = {variable.name: variable for variable in page.data}
    assert values["topic"].value == "return" and values["items"].value_type == "array[string]"
    [turns] = (await desk.conversations.variables(conversation_id, user=user, variable_name="turns")).data
    changed = await desk.conversations.set_variable(conversation_id, turns.id, 5, user=user)
    assert (changed.id, changed.value) == (turns.id, "5")
    with pytest.raises(InvalidRequest):
        await desk.conversations.set_variable(conversation_id, turns.id, "five", user=user)
    with pytest.raises(NotFound):
        await desk.conversations.variables(conversation_id, user=f"{user}-other")
