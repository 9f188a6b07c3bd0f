"""What a person says, through the route: passed on as it arrives, and refused where it is none."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import JSONResponse

from app.chat.speech import LARGEST
from app.identity import COOKIE
from tests.unit.routes.site import WAV, head, raw


async def test_what_was_said_is_told(me, voice):
    response = await me.dictate(**{"Content-Type": "audio/wav; codecs=1"})
    assert (response.status_code, response.json()) == (200, {"text": "What was said."})
    assert response.headers["cache-control"] == "no-store"
    assert len(WAV) < voice.received < len(WAV) + 1000


async def test_a_recording_passes_on_while_it_arrives(me, voice):
    async def recording() -> AsyncIterator[bytes]:
        yield WAV
        async with asyncio.timeout(10):
            await voice.arriving.wait()  # The upstream has the first piece before the last is sent.
        yield bytes(1000)

    assert (await me.dictate(recording())).status_code == 200
    assert voice.received > len(WAV) + 1000


@pytest.mark.parametrize(
    ("content", "headers", "status", "key"),
    [
        (b"", {}, 400, "heard_nothing"),
        (b"OggS" + bytes(100), {}, 415, "recording_refused"),
        (WAV, {"Content-Type": "audio/webm"}, 415, "recording_refused"),
        (WAV, {"Content-Type": ""}, 415, "recording_refused"),
        (WAV + bytes(LARGEST), {}, 413, "recording_too_long"),
        (WAV, {"Origin": "https://elsewhere.example"}, 403, "error_forbidden"),
        (WAV, {"Sec-Fetch-Site": "cross-site"}, 403, "error_forbidden"),
        (WAV, {"Cookie": ""}, 401, "no_identity"),
        (WAV, {"Cookie": f"{COOKIE}=visitor-1.forged"}, 401, "no_identity"),
    ],
)
async def test_a_recording_that_is_not_taken_is_told_why_and_reaches_nobody(me, voice, content, headers, status, key):
    response = await me.dictate(content, **headers)
    assert (response.status_code, response.json()) == (status, {"key": key, "args": {}})
    assert voice.received == 0


async def test_a_recording_of_no_declared_length_breaks_off_above_the_limit(me, voice):
    async def long() -> AsyncIterator[bytes]:
        yield WAV
        for _ in range(15 * 16):
            yield bytes(64 * 1024)

    response = await me.dictate(long())
    assert (response.status_code, response.json()["key"]) == (413, "recording_too_long")
    async with asyncio.timeout(10):
        await voice.left.wait()


async def test_why_the_upstream_did_not_hear_is_told(me, voice):
    voice.refusal = JSONResponse({"code": "unsupported_audio_type", "message": "", "status": 415}, 415)
    response = await me.dictate()
    assert (response.status_code, response.json()["key"]) == (415, "recording_refused")


async def test_a_browser_that_leaves_breaks_off_its_recording(me, voice, site):
    async with raw(site) as (_, writer), asyncio.timeout(10):
        writer.write(head(site, me, "POST /audio", {"Content-Type": "audio/wav", "Content-Length": 2**20}) + WAV)
        await voice.arriving.wait()
        writer.transport.abort()
        await voice.left.wait()
