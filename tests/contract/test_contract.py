"""What holds on every server of the Chat App API, asked through the typed client.

It runs against the embedded Guide and Desk, and also against a real server where ``PARLEY_TEST_API_URL`` and
``PARLEY_TEST_API_KEY`` name one: an app that streams text (a chatbot or a chatflow).
"""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from pydantic import SecretStr

from app.dify import Client
from app.dify.errors import ApiError, DifyError, InvalidRequest, NotFound, NotTheApi, Unauthorized
from app.dify.events import MessageEndEvent, MessageEvent
from app.dify.models import FileInput, FormField, Parameters

SERVERS = ["guide", "desk"]
if os.environ.get("PARLEY_TEST_API_URL") and os.environ.get("PARLEY_TEST_API_KEY"):
    SERVERS.append("real")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff89993d1d0000000049454e44ae426082"
)
QUESTION = "What is Parley?"


@pytest.fixture(scope="session", params=SERVERS)
def server(request: pytest.FixtureRequest) -> tuple[str, SecretStr]:
    if request.param == "real":
        return os.environ["PARLEY_TEST_API_URL"], SecretStr(os.environ["PARLEY_TEST_API_KEY"])
    url, keys = request.getfixturevalue("embedded")
    return url, keys[request.param]


@pytest.fixture
async def client(server: tuple[str, SecretStr]) -> AsyncIterator[Client]:
    async with Client(*server) as client:
        yield client


@pytest.fixture
async def inputs(client: Client, user: str) -> dict[str, Any]:
    """A value for each field that the app's form requires."""
    parameters = await client.app.parameters(user=user)
    return {field.variable: _value(field) for field in parameters.user_input_form if field.required}


def _value(field: FormField) -> Any:
    if field.default not in (None, ""):
        return field.default
    match field.type:
        case "select":
            return field.options[0]
        case "number":
            return 1
        case "checkbox":
            return True
    return "a"


async def ask(client: Client, user: str, inputs: dict[str, Any], conversation_id: str = "") -> MessageEndEvent:
    async with client.chat.stream(query=QUESTION, user=user, inputs=inputs, conversation_id=conversation_id) as events:
        ends = [event async for event in events if isinstance(event, MessageEndEvent)]
    return ends[0]


async def test_parameters_have_the_contracts_shape(client: Client, user: str) -> None:
    parameters = await client.app.parameters(user=user)
    assert isinstance(parameters, Parameters)
    assert all(field.variable and field.label for field in parameters.user_input_form)
    assert parameters.system_parameters.image_file_size_limit > 0


async def test_meta_names_tool_icons(client: Client, user: str) -> None:
    assert isinstance((await client.app.meta(user=user)).tool_icons, dict)


async def test_the_app_has_a_name(client: Client, user: str) -> None:
    # Younger than the contract: an old server does not know it.
    with suppress(NotTheApi):
        assert (await client.app.info(user=user)).name


async def test_a_wrong_key_is_unauthorized(server: tuple[str, SecretStr], user: str) -> None:
    async with Client(server[0], SecretStr("app-wrong")) as client:
        with pytest.raises(Unauthorized):
            await client.app.parameters(user=user)


async def test_a_stream_joins_to_the_answer_that_is_stored(client: Client, user: str, inputs: dict[str, Any]) -> None:
    async with client.chat.stream(query=QUESTION, user=user, inputs=inputs) as stream:
        events = [event async for event in stream]
    pieces = [event for event in events if isinstance(event, MessageEvent)]
    [end] = [event for event in events if isinstance(event, MessageEndEvent)]
    assert all(piece.task_id and piece.message_id == end.message_id for piece in pieces)
    page = await client.messages.list(end.conversation_id, user=user)
    [message] = page.data
    assert message.id == end.message_id and message.query == QUESTION
    assert message.answer.strip() == "".join(piece.answer for piece in pieces).strip()


async def test_a_blocking_answer_bears_its_ids(client: Client, user: str, inputs: dict[str, Any]) -> None:
    answer = await client.chat.send(query=QUESTION, user=user, inputs=inputs)
    assert answer.answer and answer.message_id and answer.conversation_id and answer.created_at


async def test_inputs_of_the_first_turn_hold(client: Client, user: str, inputs: dict[str, Any]) -> None:
    end = await ask(client, user, inputs)
    await ask(client, user, {}, end.conversation_id)
    first, second = (await client.messages.list(end.conversation_id, user=user)).data
    assert first.inputs == second.inputs


async def test_a_stop_ends_the_stream_and_keeps_the_text(client: Client, user: str, inputs: dict[str, Any]) -> None:
    text, ended, stopped = "", None, False
    async with client.chat.stream(query=QUESTION, user=user, inputs=inputs) as events:
        async for event in events:
            if isinstance(event, MessageEvent):
                text += event.answer
                if not stopped:
                    await client.chat.stop(event.task_id, user=user)
                    stopped = True
            elif isinstance(event, MessageEndEvent):
                ended = event
    assert ended is not None
    [message] = (await client.messages.list(ended.conversation_id, user=user)).data
    assert message.answer and message.answer.strip() == text.strip()


async def test_a_stop_of_an_unknown_task_is_a_success(client: Client, user: str) -> None:
    await client.chat.stop(str(uuid.uuid4()), user=user)


async def test_messages_page_backwards(client: Client, user: str, inputs: dict[str, Any]) -> None:
    first = await ask(client, user, inputs)
    second = await ask(client, user, inputs, first.conversation_id)
    page = await client.messages.list(first.conversation_id, user=user, limit=1)
    assert page.has_more and page.limit == 1 and len(page.data) == 1
    everything = await client.messages.list(first.conversation_id, user=user)
    assert {message.id for message in everything.data} == {first.message_id, second.message_id}
    assert not everything.has_more


async def test_conversations_page_and_are_named(client: Client, user: str, inputs: dict[str, Any]) -> None:
    asked = [(await ask(client, user, inputs)).conversation_id for _ in range(3)]
    everything = await client.conversations.list(user=user)
    assert {item.id for item in everything.data} == set(asked) and not everything.has_more
    assert all(item.name and item.created_at for item in everything.data)
    page = await client.conversations.list(user=user, limit=2)
    assert page.has_more and len(page.data) == 2
    rest = await client.conversations.list(user=user, limit=2, last_id=page.data[-1].id)
    assert not {item.id for item in rest.data} & {item.id for item in page.data}


async def test_conversations_come_in_the_order_asked_for(client: Client, user: str, inputs: dict[str, Any]) -> None:
    first, second = [(await ask(client, user, inputs)).conversation_id for _ in range(2)]
    await ask(client, user, inputs, first)
    for sort_by, order in (("-updated_at", [first, second]), ("updated_at", [second, first])):
        assert [item.id for item in (await client.conversations.list(user=user, sort_by=sort_by)).data] == order


async def test_a_conversation_is_renamed_and_deleted(client: Client, user: str, inputs: dict[str, Any]) -> None:
    conversation_id = (await ask(client, user, inputs)).conversation_id
    assert (await client.conversations.rename(conversation_id, user=user, name="我的 chat")).name == "我的 chat"
    assert (await client.conversations.rename(conversation_id, user=user, auto_generate=True)).name
    await client.conversations.delete(conversation_id, user=user)
    assert (await client.conversations.list(user=user)).data == []
    with pytest.raises(NotFound):
        await client.conversations.delete(conversation_id, user=user)


async def test_a_rename_without_a_name_is_refused(client: Client, user: str, inputs: dict[str, Any]) -> None:
    conversation_id = (await ask(client, user, inputs)).conversation_id
    with pytest.raises(ApiError):
        await client.conversations.rename(conversation_id, user=user)


async def test_a_rating_is_given_and_taken_back(client: Client, user: str, inputs: dict[str, Any]) -> None:
    end = await ask(client, user, inputs)
    await client.messages.rate(end.message_id, "dislike", user=user, content="too long")
    [message] = (await client.messages.list(end.conversation_id, user=user)).data
    assert message.feedback is not None and message.feedback.rating == "dislike"
    await client.messages.rate(end.message_id, None, user=user)
    [message] = (await client.messages.list(end.conversation_id, user=user)).data
    assert message.feedback is None
    with pytest.raises(InvalidRequest):
        await client.messages.rate(end.message_id, None, user=user)


async def test_next_questions_are_text_or_refused(client: Client, user: str, inputs: dict[str, Any]) -> None:
    end = await ask(client, user, inputs)
    if (await client.app.parameters(user=user)).suggested_questions_after_answer.enabled:
        assert all(isinstance(item, str) for item in await client.messages.suggested(end.message_id, user=user))
    else:
        with pytest.raises(InvalidRequest):
            await client.messages.suggested(end.message_id, user=user)


async def test_an_image_is_uploaded_for_its_user(client: Client, user: str, inputs: dict[str, Any]) -> None:
    uploaded = await client.files.upload("图.png", PNG, "image/png", user=user)
    assert uploaded.id and uploaded.size == len(PNG) and uploaded.extension == "png"
    if (await client.app.parameters(user=user)).file_upload.image.enabled:
        file = FileInput(type="image", transfer_method="local_file", upload_file_id=uploaded.id)
        answer = await client.chat.send(query=QUESTION, user=user, inputs=inputs, files=[file])
        [message] = (await client.messages.list(answer.conversation_id, user=user)).data
        assert [item.type for item in message.message_files] == ["image"] and message.message_files[0].url


async def test_speech_that_is_off_is_refused(client: Client, user: str) -> None:
    parameters = await client.app.parameters(user=user)
    if not parameters.speech_to_text.enabled:
        with pytest.raises(ApiError):
            await client.audio.to_text("a.mp3", b"ID3" + b"\0" * 64, "audio/mp3", user=user)
    if not parameters.text_to_speech.enabled:
        with pytest.raises(ApiError):
            async with client.audio.from_text(text="hello", user=user):
                pass


async def test_speech_that_is_on_is_sound(client: Client, user: str) -> None:
    if (await client.app.parameters(user=user)).text_to_speech.enabled:
        async with client.audio.from_text(text="Good morning.", user=user) as body:
            sound = b"".join([chunk async for chunk in body.aiter_bytes()])
        assert body.media_type.startswith("audio/") and len(sound) > 1000


async def test_an_unknown_conversation_is_not_found(client: Client, user: str, inputs: dict[str, Any]) -> None:
    nothing = str(uuid.uuid4())
    with pytest.raises(NotFound):
        await client.messages.list(nothing, user=user)
    with pytest.raises(NotFound):
        async with client.chat.stream(query=QUESTION, user=user, inputs=inputs, conversation_id=nothing):
            pass


async def test_another_users_conversation_is_not_found(client: Client, user: str, inputs: dict[str, Any]) -> None:
    end, other = await ask(client, user, inputs), f"{user}-other"
    with pytest.raises(NotFound):
        await client.messages.list(end.conversation_id, user=other)
    with pytest.raises(NotFound):
        await client.conversations.delete(end.conversation_id, user=other)
    with pytest.raises(NotFound):
        await client.messages.rate(end.message_id, "like", user=other)
    assert (await client.conversations.list(user=other)).data == []


async def test_a_limit_out_of_range_is_refused(client: Client, user: str) -> None:
    with pytest.raises(InvalidRequest):
        await client.conversations.list(user=user, limit=101)


async def test_an_id_that_is_no_uuid_is_refused(client: Client, user: str) -> None:
    with pytest.raises(DifyError):
        await client.messages.list("abc", user=user)


async def test_a_missing_required_input_is_refused(client: Client, user: str, inputs: dict[str, Any]) -> None:
    for variable in inputs:
        with pytest.raises(InvalidRequest):
            await client.chat.send(query=QUESTION, user=user, inputs={**inputs, variable: ""})
