import asyncio
import io
import json
import sys
import uuid
import wave

import pytest

from app.embedded import create_app, embedded_keys
from tests.unit.embedded.model_server import KEY

MP3 = ("a.mp3", b"ID3" + b"\0" * 64, "audio/mp3")


@pytest.fixture
def heard(tmp_path, run, model_server):
    """A server whose ears are the stand-in's."""
    with run(tmp_path, model=model_server.access) as api:
        yield api


def send_audio(api, file=MP3):
    return api.http.post("/audio-to-text", data={"user": api.user}, files={"file": file} if file else None)


def length(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return file.getnframes() / file.getframerate()


def test_a_text_is_spoken_as_a_wav_of_known_size(api):
    response = api.post("/text-to-audio", text="Good **morning**. 早上好。")
    assert response.status_code == 200 and response.headers["content-type"] == "audio/wav"
    assert int(response.headers["content-length"]) == len(response.content)
    assert 1 < length(response.content) < 6


def test_a_stream_comes_sentence_by_sentence_and_is_as_long_as_the_whole(api):
    text = "Good morning. How are you today? I am fine."
    body = {"user": api.user, "text": text, "streaming": True}
    with api.http.stream("POST", "/text-to-audio", json=body) as response:
        assert response.headers["transfer-encoding"] == "chunked"
        chunks = list(response.iter_raw())
    assert chunks[0].startswith(b"RIFF\xff\xff\xff\xff")
    seconds = length(api.post("/text-to-audio", text=text).content)
    assert len(b"".join(chunks)) / 2 / 22050 == pytest.approx(seconds, abs=0.1)


def test_an_answer_is_spoken_by_its_message_which_goes_before_a_text(api):
    answer = api.ask()
    spoken = api.post("/text-to-audio", message_id=answer["message_id"], text="Hi.")
    seconds = length(api.post("/text-to-audio", text=answer["answer"]).content)
    assert seconds > 10 and length(spoken.content) == pytest.approx(seconds, abs=0.5)


def test_the_message_of_another_user_is_not_found(api, refused):
    message_id = api.ask()["message_id"]
    refused(api.other().post("/text-to-audio", message_id=message_id), 404, "not_found")
    refused(api.post("/text-to-audio", message_id=str(uuid.uuid4()), text="Hi."), 404, "not_found")


def test_a_voice_can_be_chosen(api):
    voices = ("female", "male", "deep", "whisper")
    assert api.get("/parameters").json()["text_to_speech"]["voice"] in voices
    assert all(api.post("/text-to-audio", text="Hello.", voice=voice).status_code == 200 for voice in ("", *voices))


@pytest.mark.parametrize(
    ("body", "params", "message"),
    [
        ({}, "text", "text is required"),
        ({"text": ""}, "text", "text is required"),
        ({"text": "  \n"}, "text", "text is required"),
        ({"text": 5}, "text", "text is required"),
        ({"text": "*** 😀"}, "text", "The text has no words to speak."),
        ({"text": "a" * 20_001}, "text", "A text to speak has at most 20000 characters; this one has 20001."),
        ({"text": "a", "voice": "alloy"}, "voice", "alloy is not a valid voice: one of female, male, deep, whisper"),
        ({"text": "a", "voice": 7}, "voice", "7 is not a valid voice: one of female, male, deep, whisper"),
        ({"text": "a", "streaming": "perhaps"}, "streaming", "streaming must be a boolean"),
        ({"text": "a", "user": ""}, "user", "Arg user must be provided."),
        ({"message_id": "abc"}, "message_id", "abc is not a valid uuid."),
    ],
)
def test_what_cannot_be_spoken_says_why(api, refused, body, params, message):
    response = api.post("/text-to-audio", **body)
    refused(response, 400, "invalid_param", params)
    assert response.json()["message"] == message


def test_an_answer_that_is_not_there_yet_cannot_be_spoken(hesitant, refused):
    with hesitant.streaming() as events:
        first = next(event for event in events if event["event"] == "message")
        response = hesitant.post("/text-to-audio", message_id=first["message_id"])
        refused(response, 400, "invalid_param", "message_id")
        assert response.json()["message"] == "The message has no answer to speak."


def test_a_form_is_refused_as_real_servers_do(api, refused):
    form = {"text": "hello form", "user": api.user, "streaming": "false"}
    refused(api.http.post("/text-to-audio", data=form), 415, "unsupported_media_type")


async def test_a_listener_who_leaves_ends_the_speech(tmp_path):
    keys = embedded_keys(tmp_path)
    app = create_app(database=tmp_path / "a.sqlite3", guide_dir=None, keys=keys)
    sentences = 200
    body = json.dumps({"user": "a", "streaming": True, "text": "One more sentence. " * sentences}).encode()
    requests = [{"type": "http.disconnect"}, {"type": "http.request", "body": body}]
    left, pieces = asyncio.Event(), 0

    async def receive():
        if len(requests) == 1:
            await left.wait()
        return requests.pop()

    async def send(message):
        nonlocal pieces
        pieces += bool(message.get("body"))
        if pieces == 3:
            left.set()

    key = keys["guide"].get_secret_value().encode()
    headers = [(b"authorization", b"Bearer " + key), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/v1/text-to-audio", "query_string": b"", "headers": headers}
    async with asyncio.timeout(30), app.router.lifespan_context(app):
        await app(scope, receive, send)
    assert 3 <= pieces < sentences / 2


def test_speech_is_on_and_hearing_is_off_without_a_model(api, refused):
    parameters = api.get("/parameters").json()
    assert parameters["text_to_speech"] == {
        "enabled": True, "voice": "female", "language": "en-US", "autoPlay": "disabled",
    }  # fmt: skip
    assert parameters["speech_to_text"] == {"enabled": False}
    refused(send_audio(api), 400, "speech_to_text_disabled")


def test_without_the_extra_speech_is_off_and_says_so(tmp_path, run, refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with run(tmp_path) as api:
        speech = api.get("/parameters").json()["text_to_speech"]
        assert speech == {"enabled": False, "voice": "", "language": "", "autoPlay": "disabled"}
        refused(api.post("/text-to-audio", text="hello"), 400, "app_unavailable")


@pytest.mark.parametrize("media_type", ["audio/mp3", "audio/m4a", "audio/wav", "audio/amr", "audio/mpga"])
def test_a_recording_is_transcribed_by_the_named_model(heard, model_server, media_type):
    assert heard.get("/parameters").json()["speech_to_text"] == {"enabled": True}
    model_server.will('{"text": "转写 good morning"}'.encode(), media_type="application/json")
    response = send_audio(heard, ("我的 voice", b"sound", f"{media_type}; codecs=x"))
    assert (response.status_code, response.json()) == (200, {"text": "转写 good morning"})
    [asked] = model_server.asked
    assert b"sound" in asked.content and b"stand-in-ear" in asked.content
    assert heard.user.encode() not in asked.content and "我的".encode() not in asked.content


@pytest.mark.parametrize("media_type", ["audio/ogg", "audio/webm", "audio/x-wav", "video/webm", "image/png", ""])
def test_a_recording_of_another_type_is_refused(heard, refused, model_server, media_type):
    refused(send_audio(heard, ("a.mp3", b"x", media_type)), 415, "unsupported_audio_type")
    assert model_server.asked == []


def test_a_request_without_a_recording_is_refused(api, heard, refused):
    for server in (api, heard):
        refused(send_audio(server, None), 400, "no_audio_uploaded")
        refused(send_audio(server, ("a.mp3", b"", "audio/mp3")), 400, "no_audio_uploaded")
        refused(server.http.post("/audio-to-text", data={"file": "text"}), 400, "no_audio_uploaded")


@pytest.mark.parametrize("extra", [1, 1024 * 1024])
def test_a_recording_that_is_too_large_is_refused(heard, refused, model_server, extra):
    refused(send_audio(heard, ("a.mp3", bytes(30 * 1024 * 1024 + extra), "audio/mp3")), 413, "audio_too_large")
    assert model_server.asked == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "provider_not_initialize"), (404, "model_currently_not_support"), (429, "provider_quota_exceeded"),
     (500, "completion_request_error")],
)  # fmt: skip
def test_a_model_that_cannot_hear_is_told_in_the_apis_codes_and_without_its_key(
    heard, refused, model_server, status, code
):
    model_server.will_fail(status, message=f"bad key {KEY}")
    response = send_audio(heard)
    refused(response, 400, code)
    assert KEY not in response.text
