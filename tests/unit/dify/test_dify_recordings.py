"""The traffic of two real servers, byte for byte and cut as it came, through the client."""

import re
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from app.dify import errors
from app.dify.events import MalformedEvent, MessageEndEvent, PingEvent, UnknownEvent
from tests.fixtures.recordings import VERSIONS, Recording, load, names
from tests.unit.dify.doubles import Pieces, client_of

# The server's own greeting at its root: no operation.
NO_OPERATION = "013-root"

ALL = [load(version, name) for version in VERSIONS for name in names(version) if name != NO_OPERATION]
STREAMS = [recording for recording in ALL if recording.is_stream]
ANSWERS = [r for r in ALL if r.status < 400 and r.media_type == "application/json"]
BYTES = [r for r in ALL if r.status < 400 and r.media_type.partition("/")[0] in ("image", "audio")]
ERRORS = [r for r in ALL if r.status >= 400]


def name_of(recording: Recording) -> str:
    return f"{recording.version}/{recording.name}"


def replaying(recording: Recording):
    """A client whose every request gets the recorded answer, in the recorded pieces."""
    headers = [(name, value) for name, value in recording.headers if name.lower() != "content-length"]
    return client_of(lambda request: httpx.Response(recording.status, headers=headers, stream=Pieces(recording.chunks)))


async def bytes_of(body_of) -> bytes:
    async with body_of as body:
        return b"".join([piece async for piece in body.aiter_bytes()])


OPERATIONS = [
    ("POST", r"/v1/chat-messages", lambda c: c.chat.send(query="q", user="u")),
    ("POST", r"/v1/chat-messages/[^/]+/stop", lambda c: c.chat.stop("t", user="u")),
    ("GET", r"/v1/parameters", lambda c: c.app.parameters(user="u")),
    ("GET", r"/v1/meta", lambda c: c.app.meta(user="u")),
    ("GET", r"/v1/info", lambda c: c.app.info(user="u")),
    ("POST", r"/v1/files/upload", lambda c: c.files.upload("n", b"", "image/png", user="u")),
    ("GET", r"/v1/messages", lambda c: c.messages.list("c", user="u")),
    ("POST", r"/v1/messages/[^/]+/feedbacks", lambda c: c.messages.rate("m", "like", user="u")),
    ("GET", r"/v1/messages/[^/]+/suggested", lambda c: c.messages.suggested("m", user="u")),
    ("GET", r"/v1/conversations", lambda c: c.conversations.list(user="u")),
    ("POST", r"/v1/conversations/[^/]+/name", lambda c: c.conversations.rename("c", user="u", name="n")),
    ("DELETE", r"/v1/conversations/[^/]+", lambda c: c.conversations.delete("c", user="u")),
    ("POST", r"/v1/audio-to-text", lambda c: c.audio.to_text("n", b"", "audio/mp3", user="u")),
    ("POST", r"/v1/text-to-audio", lambda c: bytes_of(c.audio.from_text(user="u", text="t"))),
    ("GET", r"/files/.+", lambda c: bytes_of(c.files.preview("f"))),
]


async def replayed(recording: Recording) -> Any:
    path = recording.path.partition("?")[0]
    [call] = [
        call for method, pattern, call in OPERATIONS if method == recording.method and re.fullmatch(pattern, path)
    ]
    async with replaying(recording) as client:
        return await call(client)


def agrees(found: Any, wire: Any) -> bool:
    """Whether nothing of what the wire said is lost or changed; a null may be anything, a number text."""
    if isinstance(wire, dict):
        told = {key: value for key, value in wire.items() if value is not None and key not in RESHAPED}
        return all(agrees(value_of(found, key), value) for key, value in told.items())
    if isinstance(wire, list):
        return len(found) == len(wire) and all(map(agrees, found, wire))
    return found == wire or str(found) == str(wire)


RESHAPED = {"user_input_form", "message_files"}


def value_of(found: Any, key: str) -> Any:
    return getattr(found, key) if isinstance(found, BaseModel) else found[key]


def test_the_recordings_are_all_there_and_each_is_of_one_kind():
    assert (len(ALL), len(STREAMS), len(BYTES)) == (131, 45, 4)
    assert len(STREAMS) + len(ANSWERS) + len(BYTES) + len(ERRORS) == len(ALL)


@pytest.mark.parametrize("recording", STREAMS, ids=name_of)
async def test_a_recorded_stream_gives_each_of_its_events(recording):
    async with replaying(recording) as client, client.chat.stream(query="q", user="u") as stream:
        events = [event async for event in stream]
    assert not [event for event in events if isinstance(event, UnknownEvent | MalformedEvent)]
    assert sum(isinstance(event, PingEvent) for event in events) == recording.body.count(b"event: ping\n")
    spoken = [event for event in events if not isinstance(event, PingEvent)]
    payloads = recording.payloads()
    assert [event.event for event in spoken] == [payload["event"] for payload in payloads]
    for name in ("message", "agent_message"):
        assert "".join(event.answer for event in spoken if event.event == name) == "".join(
            payload["answer"] for payload in payloads if payload["event"] == name
        )
    for event, payload in zip(spoken, payloads, strict=True):
        assert agrees(event, payload)


@pytest.mark.parametrize("recording", ANSWERS, ids=name_of)
async def test_a_recorded_answer_loses_nothing(recording):
    found = await replayed(recording)
    wire = httpx.Response(200, content=recording.body or b"{}").json()  # a 204 calls its nothing JSON
    match found:
        case None:
            assert wire in ({"result": "success"}, {})
        case str():
            assert wire == {"text": found}
        case list():
            assert wire == {"result": "success", "data": found}
        case _:
            assert agrees(found, wire)


@pytest.mark.parametrize("recording", BYTES, ids=name_of)
async def test_recorded_bytes_come_as_they_are(recording):
    assert await replayed(recording) == recording.body


@pytest.mark.parametrize("name", ["001-parameters-chat", "005-parameters-chatflow"])
async def test_the_controls_of_a_recorded_form_keep_their_kinds(name):
    recording = load("0.15.3", name)
    found = await replayed(recording)
    wire = httpx.Response(200, content=recording.body).json()["user_input_form"]
    assert [field.type for field in found.user_input_form] == [next(iter(control)) for control in wire]
    for field, control in zip(found.user_input_form, wire, strict=True):
        [body] = control.values()
        assert agrees(field, body | {"type": field.type})


@pytest.mark.parametrize("name", ["164-messages-with-files", "127-messages-agent"])
@pytest.mark.parametrize("version", VERSIONS)
async def test_the_files_of_recorded_messages_are_files_and_those_of_thoughts_ids(version, name):
    recording = load(version, name)
    found = await replayed(recording)
    wire = httpx.Response(200, content=recording.body).json()["data"]
    for message, row in zip(found.data, wire, strict=True):
        assert agrees(message.message_files, row["message_files"] or [])
        for thought, kept in zip(message.agent_thoughts, row["agent_thoughts"], strict=True):
            sent = kept.get("message_files") or kept.get("files") or []
            ids = [item for item in (sent if isinstance(sent, list) else []) if isinstance(item, str)]
            assert (thought.message_files or thought.files) == ids


async def test_a_recorded_end_holds_its_citations_and_its_price():
    recording = load("0.15.3", "029-chat-inputs-citations")
    async with replaying(recording) as client, client.chat.stream(query="q", user="u") as stream:
        [end] = [event async for event in stream if isinstance(event, MessageEndEvent)]
    assert end.metadata.citations and end.metadata.citations[0].document_name
    assert end.metadata.usage.total_tokens > 0 and end.metadata.usage.currency == "USD"


CLASSES = {
    "016-auth-wrong": errors.Unauthorized,
    "061-err-unknown-conversation": errors.NotFound,
    "065-err-no-content-type": errors.UnsupportedType,
    "087-upload-bmp": errors.UnsupportedType,
    "090-upload-too-large-image": errors.TooLarge,
    "091-upload-too-large-doc": errors.TooLarge,
    "224-rename-missing-name": errors.ServerFailed,
    "234-err-delete-other-user": errors.NotFound,
    "245-stt-ogg": errors.UnsupportedType,
    "257-tts-form": errors.UnsupportedType,
    "345-provider-not-initialize": errors.ModelUnavailable,
    "403-nginx-upload-16mb": errors.TooLarge,
    "410-expired-tool-file-url": errors.Forbidden,
}


@pytest.mark.parametrize("recording", ERRORS, ids=name_of)
async def test_a_recorded_error_has_its_class(recording):
    if recording.name == "081-err-too-many-requests":  # busy, by its words
        expected: type[errors.ApiError] = errors.Busy
    elif recording.name == "262-err-tts-model-fails":  # the older server says it in JSON, the newer in HTML
        expected = {"0.15.3": errors.ServerFailed, "0.6.5": errors.CompletionFailed}[recording.version]
    else:
        expected = CLASSES.get(recording.name, errors.InvalidRequest)
    with pytest.raises(errors.ApiError) as caught:
        await replayed(recording)
    assert type(caught.value) is expected
    assert caught.value.status == recording.status


@pytest.mark.parametrize("recording", [r for r in ERRORS if "chat-messages" in r.path], ids=name_of)
async def test_a_recorded_error_is_raised_on_entry_to_a_stream(recording):
    async with replaying(recording) as client:
        with pytest.raises(errors.ApiError) as caught:
            async with client.chat.stream(query="q", user="u"):
                raise AssertionError("there is no stream")
    assert caught.value.message == httpx.Response(400, content=recording.body).json()["message"]
