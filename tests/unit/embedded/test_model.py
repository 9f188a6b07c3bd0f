"""The client of a model's server against a stand-in on a real socket."""

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from pydantic import SecretStr

from app.embedded.model import Model, ModelAccess, ModelError, Piece, Text, ToolCall, Usage
from app.embedded.model.errors import (
    KeyRefused,
    Malformed,
    ModelMissing,
    QuestionRefused,
    QuotaUsedUp,
    RateLimited,
    Unreachable,
)
from tests.unit.embedded.model_server import DONE, HOLD, KEY, ModelServer, call, called, chunk, event, said, usage

PROMPT = "prompt-canary-P5rk"
MESSAGES = [{"role": "user", "content": PROMPT}]
TOOLS = [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}]


@pytest.fixture
async def model(model_server: ModelServer) -> AsyncIterator[Model]:
    made = Model(model_server.access)
    yield made
    await made.close()


async def ask(model: Model, tools: list[dict[str, object]] | None = None) -> list[Piece]:
    async with model.stream(MESSAGES, tools or []) as pieces:
        return [piece async for piece in pieces]


async def test_text_comes_in_pieces_and_the_usage_at_the_end(model: Model, model_server: ModelServer):
    model_server.will(*said("Hel", "lo ", "世界", prompt=11, completion=3))
    assert await ask(model) == [Text("Hel"), Text("lo "), Text("世界"), Usage(11, 3)]
    [asked] = model_server.asked
    assert (asked.path, asked.headers["authorization"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert asked.json["messages"] == MESSAGES and asked.json["model"] == "stand-in" and asked.json["stream"] is True
    assert "tools" not in asked.json


async def test_bytes_that_are_cut_anywhere_make_no_difference(model: Model, model_server: ModelServer):
    whole = b"".join(said("你好, ", "wörld"))
    model_server.will(*(whole[at : at + 3] for at in range(0, len(whole), 3)))
    assert await ask(model) == [Text("你好, "), Text("wörld"), Usage(20, 5)]


async def test_tool_calls_are_whole_when_they_come(model: Model, model_server: ModelServer):
    pieces = [call(0, "", "add", "a1"), call(0, '{"x": 1, "y'), call(1, "{}", "now", "b2"), call(0, '": 2}')]
    model_server.will(chunk(content="Let me see."), *pieces, chunk("tool_calls"), usage(30, 9), DONE)
    assert await ask(model, TOOLS) == [
        Text("Let me see."), ToolCall("a1", "add", '{"x": 1, "y": 2}'), ToolCall("b2", "now", "{}"), Usage(30, 9),
    ]  # fmt: skip
    assert model_server.asked[0].json["tools"] == TOOLS


FAILURES = [
    (401, "invalid_api_key", KeyRefused, "provider_not_initialize"),
    (403, None, KeyRefused, "provider_not_initialize"),
    (402, None, QuotaUsedUp, "provider_quota_exceeded"),
    (429, "insufficient_quota", QuotaUsedUp, "provider_quota_exceeded"),
    (429, "rate_limit_exceeded", RateLimited, "provider_quota_exceeded"),
    (429, None, RateLimited, "provider_quota_exceeded"),
    (404, "model_not_found", ModelMissing, "model_currently_not_support"),
    (404, None, ModelMissing, "model_currently_not_support"),
    (400, "model_not_found", ModelMissing, "model_currently_not_support"),
    (400, "context_length_exceeded", QuestionRefused, "completion_request_error"),
    (413, None, QuestionRefused, "completion_request_error"),
    (422, None, QuestionRefused, "completion_request_error"),
    (500, None, Unreachable, "completion_request_error"),
    (503, None, Unreachable, "completion_request_error"),
]


@pytest.mark.parametrize(("status", "reason", "kind", "code"), FAILURES)
async def test_an_error_status_is_told_in_our_words_and_asked_once(
    model: Model, model_server: ModelServer, caplog: pytest.LogCaptureFixture, status, reason, kind, code
):
    caplog.set_level(logging.INFO)
    model_server.will_fail(status, reason, f"Incorrect key {KEY} for the question {PROMPT}")
    with pytest.raises(kind) as caught:
        await ask(model)
    assert caught.value.code == code and str(caught.value)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert KEY not in told and PROMPT not in told
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("insufficient_quota", QuotaUsedUp), ("rate_limit_exceeded", RateLimited), ("server_error", Unreachable)],
)
async def test_an_error_within_the_stream_comes_after_the_text_before_it(
    model: Model, model_server: ModelServer, reason, kind
):
    error = event({"error": {"message": f"{KEY} {PROMPT}", "type": reason, "code": None}})
    model_server.will(chunk(content="Half"), error)
    seen: list[Piece] = []
    with pytest.raises(kind) as caught:
        async with model.stream(MESSAGES) as pieces:
            async for piece in pieces:
                seen.append(piece)
    assert seen == [Text("Half")]
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "parts",
    [(b"data: {no json\n\n",), (b"data: [1]\n\n",), (b"data: \xff\xfe\n\n",), (b'data: {"choices": 5}\n\n',)],
)
async def test_a_line_that_is_no_chunk_is_malformed(model: Model, model_server: ModelServer, parts):
    model_server.will(*parts)
    with pytest.raises(Malformed):
        await ask(model)


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/event-stream"])
async def test_an_answer_that_is_no_stream_is_an_error(model: Model, model_server: ModelServer, media_type):
    model_server.will(b"<html>Welcome</html>", media_type=media_type)
    with pytest.raises(Unreachable):
        await ask(model)


async def test_a_server_that_points_elsewhere_is_not_followed(model: Model, model_server: ModelServer):
    model_server.will_point_to(f"{model_server.url}/elsewhere")
    with pytest.raises(Unreachable):
        await ask(model)
    assert len(model_server.asked) == 1


async def test_a_stream_that_is_cut_off_is_an_error(model: Model, model_server: ModelServer):
    model_server.will(chunk(content="Half"))
    with pytest.raises(Unreachable):
        await ask(model)


async def test_a_server_that_is_not_there_is_unreachable():
    model = Model(ModelAccess(SecretStr(KEY), "http://127.0.0.1:9/v1", "m"))
    with pytest.raises(Unreachable) as caught:
        await ask(model)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    await model.close()


async def test_a_server_that_falls_silent_is_left(model_server: ModelServer):
    model = Model(model_server.access, silence=0.2)
    model_server.will(chunk(content="Hm"), HOLD)
    with pytest.raises(Unreachable):
        await ask(model)
    assert await asyncio.to_thread(model_server.left.wait, 10)
    await model.close()


@pytest.mark.parametrize("parts", [(chunk(content="On and on"), HOLD), (HOLD,)], ids=["in the text", "before it"])
async def test_a_cancelled_answer_closes_its_connection_at_once(model: Model, model_server: ModelServer, parts):
    model_server.will(*parts)
    asking = asyncio.create_task(ask(model))
    assert await asyncio.to_thread(model_server.held.wait, 10)
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(model_server.left.wait, 10)


async def test_leaving_the_block_closes_the_connection(model: Model, model_server: ModelServer):
    model_server.will(chunk(content="On"), HOLD)
    async with model.stream(MESSAGES) as pieces:
        assert await anext(pieces) == Text("On")
    assert await asyncio.to_thread(model_server.left.wait, 10)


async def test_two_answers_at_once_keep_apart(model: Model, model_server: ModelServer):
    model_server.will(*said("one"))
    model_server.will(*called(("a", "add", "{}")))
    first, second = await asyncio.gather(ask(model), ask(model))
    assert {type(first[0]), type(second[0])} == {Text, ToolCall}


async def test_speech_is_sent_as_a_file_and_its_text_comes_back(model: Model, model_server: ModelServer):
    model_server.will(json.dumps({"text": "Good morning."}).encode(), media_type="application/json")
    assert await model.transcribe(b"RIFF-bytes", "audio/wav") == "Good morning."
    [asked] = model_server.asked
    assert asked.path == "/v1/audio/transcriptions"
    assert asked.headers["content-type"].startswith("multipart/form-data")
    assert b'filename="audio.wav"' in asked.content and b"RIFF-bytes" in asked.content
    assert b"stand-in-ear" in asked.content


@pytest.mark.parametrize("body", [b"{}", b'{"text": 5}', b"<html>", b"[1]"])
async def test_a_transcript_that_is_none_is_malformed(model: Model, model_server: ModelServer, body):
    model_server.will(body, media_type="application/json")
    with pytest.raises(Malformed):
        await model.transcribe(b"RIFF", "audio/wav")


async def test_a_transcription_that_fails_is_told_like_an_answer_that_does(model: Model, model_server: ModelServer):
    model_server.will_fail(429, "insufficient_quota")
    with pytest.raises(ModelError) as caught:
        await model.transcribe(b"RIFF", "audio/wav")
    assert caught.value.code == "provider_quota_exceeded"


def test_the_key_is_in_no_repr(model_server: ModelServer):
    assert KEY not in repr(model_server.access)
