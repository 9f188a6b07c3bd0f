"""An agent's steps, tools and pictures, read by the typed client."""

import json

import pytest

from app.dify import Client
from app.dify.errors import Forbidden, InvalidRequest, NotFound
from app.dify.events import AgentMessageEvent, AgentThoughtEvent, MessageEndEvent, MessageFileEvent, StreamEvent
from app.dify.models import Icon

QUESTION = "What is 12*(3+4), what time is it in Tokyo, and draw a bar chart of apples: 3, pears: 5"


async def ask(client: Client, user: str, query: str = QUESTION) -> list[StreamEvent]:
    async with client.chat.stream(query=query, user=user) as stream:
        return [event async for event in stream]


async def test_each_event_of_an_agent_is_known(toolbox: Client, user: str) -> None:
    kinds = {type(event) for event in await ask(toolbox, user)}
    assert kinds == {AgentThoughtEvent, AgentMessageEvent, MessageFileEvent, MessageEndEvent}


async def test_a_step_bears_its_tools_and_what_they_found(toolbox: Client, user: str) -> None:
    thoughts = [event for event in await ask(toolbox, user) if isinstance(event, AgentThoughtEvent)]
    step = next(thought for thought in thoughts if thought.observation)
    assert step.tool.split(";") == list(json.loads(step.tool_input)) == list(json.loads(step.observation))
    assert json.loads(step.observation)["calculate"] == "12*(3+4) = 84"


async def test_history_has_the_steps_and_the_picture_of_the_stream(toolbox: Client, user: str) -> None:
    events = await ask(toolbox, user)
    [sent] = [event for event in events if isinstance(event, MessageFileEvent)]
    [message] = (await toolbox.messages.list(events[0].conversation_id, user=user)).data
    last = {event.id: event for event in events if isinstance(event, AgentThoughtEvent)}
    assert [(thought.id, thought.observation) for thought in message.agent_thoughts] == [
        (thought.id, thought.observation) for thought in last.values()
    ]
    assert message.agent_thoughts[0].message_files == [sent.id]
    [file] = message.message_files
    assert (file.id, file.belongs_to, file.transfer_method) == (sent.id, "assistant", "tool_file")
    assert message.answer == "".join(event.answer for event in events if isinstance(event, AgentMessageEvent))


async def test_a_picture_is_read_with_the_key_of_its_app_alone(toolbox: Client, guide: Client, user: str) -> None:
    [sent] = [event for event in await ask(toolbox, user) if isinstance(event, MessageFileEvent)]
    async with toolbox.files.preview(sent.id, as_attachment=True) as body:
        assert body.media_type == "image/png" and b"".join([chunk async for chunk in body.aiter_bytes()])[1:4] == b"PNG"
    with pytest.raises(Forbidden):
        async with guide.files.preview(sent.id):
            pass
    with pytest.raises(NotFound):
        async with toolbox.files.preview("11111111-1111-4111-8111-111111111111"):
            pass


async def test_an_agent_refuses_to_block(toolbox: Client, user: str) -> None:
    with pytest.raises(InvalidRequest):
        await toolbox.chat.send(query=QUESTION, user=user)


async def test_tools_have_icons(toolbox: Client, user: str) -> None:
    icons = (await toolbox.app.meta(user=user)).tool_icons
    assert isinstance(icons["calculate"], Icon) and icons["calculate"].content
    assert isinstance(icons["draw_chart"], str) and icons["draw_chart"].startswith("http://")
    assert (await toolbox.app.info(user=user)).mode == "agent-chat"
