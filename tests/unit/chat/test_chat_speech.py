"""Speech over an upstream that is told what to answer: whose turn it is, what the upstream is asked, what is told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone
from app.chat.speech import LARGEST, not_heard, not_read
from app.chat.spoken import spoken
from app.dify import errors
from app.dify.errors import DifyError, ServerFailed
from app.runs.registry import LiveRun
from app.uploads import Refused
from tests.unit.runs.doubles import IDS, Upstream, refused

ME, OTHER = "visitor-1", "visitor-2"
PARAMETERS, HEAR, SPEAK = "GET /v1/parameters", "POST /v1/audio-to-text", "POST /v1/text-to-audio"
MESSAGES, CONVERSATIONS = "GET /v1/messages", "GET /v1/conversations"
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(2000)
MP3 = httpx.Response(200, content=b"ID3 sound", headers={"Content-Type": "audio/mpeg"})


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


def requests(upstream: Upstream) -> list[str]:
    return [f"{request.method} {request.url.path}" for request in upstream.requests]


def heard(text: str = "What was said.") -> Any:
    """Reads the whole body before it answers, as a server does."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert len(request.content) > len(WAV)
        return httpx.Response(200, json={"text": text})

    return answer


async def said(chat: Chat, turn: str, conversation: str = "", user: str = ME) -> bytes:
    async with chat.speech.aloud(user, turn, conversation) as body:
        assert body.media_type == "audio/mpeg"
        return b"".join([piece async for piece in body.aiter_bytes()])


async def answered(chat: Chat, upstream: Upstream, answer: str = "Because **so**.") -> LiveRun:
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say(answer)
    upstream.stream.finish()
    async with asyncio.timeout(10):
        await run.closed.wait()
    return run


async def test_speech_becomes_text_after_a_first_request_that_went_alone(chat, upstream):
    upstream.on(HEAR, heard())
    assert await chat.speech.to_text(ME, len(WAV), pieces(WAV[:5], WAV[5:])) == "What was said."
    assert requests(upstream) == [PARAMETERS, HEAR]
    sent = upstream.requests[-1]
    assert WAV in sent.content and ME.encode() in sent.content
    assert b'filename="recording.wav"\r\nContent-Type: audio/wav' in sent.content
    assert int(sent.headers["content-length"]) == len(sent.content)


async def test_two_dictations_of_a_new_user_are_introduced_once(chat, upstream):
    upstream.on(HEAR, heard())
    await asyncio.gather(*[chat.speech.to_text(ME, len(WAV), pieces(WAV)) for _ in range(2)])
    assert requests(upstream)[0] == PARAMETERS
    assert requests(upstream).count(HEAR) == 2


@pytest.mark.parametrize(
    ("size", "content", "key"),
    [
        (LARGEST + 1, [WAV], "recording_too_long"),
        (0, [], "heard_nothing"),
        (None, [b"", b""], "heard_nothing"),
        (4, [b"OggS"], "recording_refused"),
        (None, [b"RIFF0000", b"WEBPVP8 "], "recording_refused"),
    ],
)
async def test_what_is_no_recording_reaches_nobody(chat, upstream, size, content, key):
    with pytest.raises(Refused) as refusal:
        await chat.speech.to_text(ME, size, pieces(*content))
    assert refusal.value.notice.key == key
    assert upstream.requests == []


async def test_a_recording_of_no_declared_length_breaks_off_above_the_limit(chat, upstream):
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        yield WAV
        while True:
            taken += 2**20
            yield bytes(2**20)

    upstream.on(HEAR, heard())
    with pytest.raises(Refused) as refusal:
        await chat.speech.to_text(ME, None, endless())
    assert refusal.value.notice.key == "recording_too_long"
    assert taken <= LARGEST + 2**20


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (refused("unsupported_audio_type", status=415), "recording_refused"),
        (refused("audio_too_large", status=413), "recording_too_long"),
        (httpx.Response(413, html="<h1>Too large</h1>"), "recording_too_long"),
        (refused("speech_to_text_disabled"), "speech_off"),
        (refused("provider_not_support_speech_to_text"), "speech_off"),
        (refused("app_unavailable"), "speech_off"),
        (httpx.Response(404, html="<h1>Not Found</h1>"), "speech_off"),
        (refused("too_many_requests", status=429), "error_busy"),
        (refused("internal_server_error", status=500), "error_server"),
        (httpx.ConnectError("refused"), "error_unreachable"),
    ],
)
async def test_why_speech_did_not_become_text_is_told(chat, upstream, answer, key):
    upstream.on(HEAR, answer)
    with pytest.raises(Refused) as refusal:
        await chat.speech.to_text(ME, len(WAV), pieces(WAV))
    assert refusal.value.notice.key == key


async def test_a_whole_answer_is_read_by_the_upstream_s_own_id(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(SPEAK, MP3)
    assert await said(chat, run.message.id) == b"ID3 sound"
    assert upstream.asked(SPEAK) == [{"message_id": IDS["message_id"], "user": ME, "streaming": True}]


async def test_an_answer_whose_end_is_shown_and_not_yet_recorded_is_read_whole(chat, upstream, ledger, monkeypatch):
    recorded, end = asyncio.Event(), ledger.end

    async def late(*given: Any, **values: Any) -> None:
        await recorded.wait()
        await end(*given, **values)

    monkeypatch.setattr(ledger, "end", late)
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Because.")
    upstream.stream.send("message_end", id=IDS["message_id"])
    upstream.on(SPEAK, MP3)
    async with asyncio.timeout(10):
        await chat.runs.log.last(run.row.id)
    await said(chat, run.message.id)
    recorded.set()
    assert upstream.asked(SPEAK)[0]["message_id"] == IDS["message_id"]
    upstream.stream.hang_up()
    await run.closed.wait()


async def test_a_stopped_answer_is_read_by_its_text(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Because **so** far")
    async with asyncio.timeout(10):
        async for batch in chat.runs.log.follow(run.row.id):
            if batch.text:
                break
    await chat.runs.stop(run)
    upstream.stream.finish()
    await run.closed.wait()
    upstream.on(SPEAK, MP3)
    await said(chat, run.message.id)
    assert upstream.asked(SPEAK) == [{"text": "Because so far", "user": ME, "streaming": True}]


async def test_the_thoughts_within_an_answer_are_not_read(chat, upstream):
    run = await answered(chat, upstream, "<think>\nLet me see.\n</think>\nBecause.")
    upstream.on(SPEAK, MP3)
    await said(chat, run.message.id)
    assert upstream.asked(SPEAK)[0]["text"] == "Because."


async def test_another_s_answer_and_one_that_says_nothing_are_not_read(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(SPEAK, MP3)
    for user, turn in ((OTHER, run.message.id), (OTHER, IDS["message_id"]), (ME, "none"), (ME, "")):
        with pytest.raises(Gone):
            await said(chat, turn, run.row.conversation_id, user)
    upstream.refusal = refused("internal_server_error", status=500)
    failed = await chat.ask(ME, "", "And?", {})
    await failed.closed.wait()
    with pytest.raises(Gone):
        await said(chat, failed.message.id)
    assert upstream.asked(SPEAK) == []


async def test_a_turn_that_only_the_upstream_knows_is_found_in_its_conversation(chat, upstream):
    upstream.on(CONVERSATIONS, {"data": [{"id": "c-9", "name": "Old", "created_at": 100}], "has_more": False})
    await chat.conversations.newest(ME)
    rows = [{"id": f"m-{at}", "query": "?", "answer": "Yes.", "created_at": at} for at in range(1, 4)]
    upstream.on(MESSAGES, {"data": rows[1:], "has_more": True}, {"data": rows[:2], "has_more": False})
    upstream.on(SPEAK, MP3)
    assert await said(chat, "m-1", "c-9") == b"ID3 sound"
    assert upstream.asked(SPEAK)[0]["message_id"] == "m-1"
    assert {request["user"] for request in upstream.asked(MESSAGES)} == {ME}
    upstream.on(MESSAGES, {"data": rows, "has_more": True})
    for user, turn, place in ((ME, "m-7", "c-9"), (ME, "m-1", ""), (OTHER, "m-1", "c-9")):
        with pytest.raises(Gone):
            await said(chat, turn, place, user)
    assert len(upstream.asked(SPEAK)) == 1


async def test_a_failing_voice_is_an_error(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(SPEAK, httpx.Response(500, html="<h1>Internal Server Error</h1>"))
    with pytest.raises(ServerFailed):
        await said(chat, run.message.id)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (errors.api_error("app_unavailable", "", 400), "reading_off"),
        (errors.api_error("provider_not_initialize", "", 400), "reading_off"),
        (errors.NotTheApi("none", 404), "reading_off"),
        (errors.api_error("", "", 500), "reading_failed"),
        (errors.NotTheApi("text/html", 200), "reading_failed"),
        (errors.StreamCut(), "reading_failed"),
        (errors.api_error("too_many_requests", "", 429), "error_busy"),
        (errors.api_error("rate_limit_error", "", 429), "error_quota"),
        (errors.TimedOut(), "error_timeout"),
        (errors.Unreachable(), "error_unreachable"),
    ],
)
def test_why_an_answer_is_not_read_is_told(error: DifyError, key: str):
    assert not_read(error).key == key


def test_what_a_server_says_of_a_recording_is_told():
    assert not_heard(errors.api_error("invalid_param", "Audio is odd.", 400)).args == {"message": "Audio is odd."}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Title\n\nSome **bold**, _leaning_ and `code`.", "Title\n\nSome bold, leaning and code."),
        ("***both*** and **a *b* c** and ~~gone~~", "both and a b c and gone"),
        ("- one\n* two\n+ [x] three\n1. four", "one\ntwo\nthree\n1. four"),
        ("See [the guide](https://a.example/b) and ![a map](/m.png).", "See the guide and a map."),
        ("| Name | Size |\n|---|:--:|\n| ant | 2 mm |", "Name, Size\n\nant, 2 mm"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("> Said.\n\n---\n\nDone.", "Said.\n\nDone."),
        ("2 * 3 * 4 < 5 and snake_case_name", "2 * 3 * 4 < 5 and snake_case_name"),
        ("a <b>bold</b> word", "a bold word"),
        ("$$x^2$$", "x^2"),
        ("中文**加粗**，`代码`。", "中文加粗，代码。"),
        ("---\n***\n", ""),
    ],
)
def test_markdown_is_said_without_its_marks(markdown, text):
    assert spoken(markdown) == text


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["**a ", "*a_b`", "[a", "[a](", "<b ", "| ", "_", "*", "> ", "- - -", "`` ", "$"])
def test_no_answer_takes_longer_than_its_length(piece):
    assert len(spoken(piece * (100_000 // len(piece)))) <= 100_000
