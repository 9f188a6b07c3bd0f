"""Answers read aloud, through the routes: as their sound is made, to those whose they are."""

import asyncio
import base64

import pytest
from starlette.responses import JSONResponse, Response

from app.i18n import CATALOGUES
from tests.unit.routes.site import head, raw
from tests.unit.routes.voice import asked

EN, ZH = CATALOGUES["en"], CATALOGUES["zh"]


async def test_an_answer_is_read_while_its_sound_is_made(me, voice, chat):
    run = await asked(chat, voice, me.user)
    async with asyncio.timeout(10), me.hears(f"/speech/{run.message.id}") as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
        assert response.headers["cache-control"] == "private"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        pieces = response.aiter_raw()
        assert await anext(pieces) == b"first "
        voice.go_on.set()
        assert await anext(pieces) == b"second"
    assert voice.spoke == [{"message_id": "m-1", "user": me.user, "streaming": True}]


@pytest.mark.parametrize("waits_first", [True, False], ids=["before the first sound", "in the middle"])
async def test_a_browser_that_leaves_ends_the_making_of_the_sound(me, voice, chat, site, waits_first):
    run = await asked(chat, voice, me.user)
    voice.waits_first = waits_first
    async with raw(site) as (reader, writer), asyncio.timeout(10):
        writer.write(head(site, me, f"GET /speech/{run.message.id}"))
        await voice.asked.wait()
        if not waits_first:
            await reader.readuntil(b"first ")
        writer.transport.abort()
        await voice.left.wait()


async def test_another_s_answer_and_none_at_all_are_not_there(me, voice, chat, visitor):
    run = await asked(chat, voice, me.user)
    other = visitor()
    for somebody, path in (
        (other, f"/speech/{run.message.id}"),
        (other, f"/speech/{run.message.id}?conversation={run.row.conversation_id}"),
        (other, f"/speech/run/{run.message.id}"),
        (other, "/speech/m-1"),
        (me, "/speech/none"),
        (me, "/speech/run/none"),
    ):
        response = await somebody.open(path)
        assert (response.status_code, response.text) == (404, EN.answer_gone)
        assert response.headers["cache-control"] == "no-store"
    assert (await me.open(f"/speech/{run.message.id}", Cookie="")).status_code == 404
    assert voice.spoke == []


REFUSALS = [
    (Response("<h1>Internal Server Error</h1>", 500, media_type="text/html"), 502, "reading_failed"),
    (Response("<h1>Welcome</h1>", media_type="text/html"), 502, "reading_failed"),
    (JSONResponse({"code": "app_unavailable", "message": "", "status": 400}, 400), 403, "reading_off"),
    (JSONResponse({"code": "too_many_requests", "message": "", "status": 429}, 429), 503, "error_busy"),
]


@pytest.mark.parametrize(("refusal", "status", "key"), REFUSALS)
async def test_an_answer_that_cannot_be_read_is_told_in_a_sentence_of_the_visitor_s(
    me, voice, chat, refusal, status, key
):
    run = await asked(chat, voice, me.user)
    voice.refusal = refusal
    for language, words in (("en", EN), ("zh-CN,zh;q=0.9", ZH)):
        response = await me.open(f"/speech/{run.message.id}", **{"Accept-Language": language})
        assert (response.status_code, response.text) == (status, getattr(words, key))
        assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/speech/{}", "/speech/run/{}"])
async def test_nothing_but_a_whole_sound_is_made_and_only_for_our_own_page(me, voice, chat, path):
    path = path.format((await asked(chat, voice, me.user)).message.id)
    for part in ("bytes=0-1", "bytes=100-", "bytes=-5"):
        assert (await me.open(path, Range=part)).status_code == 416
    assert (await me.http.head(path, headers=me.headers)).status_code == 405
    assert (await me.open(path, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert voice.spoke == []


@pytest.mark.parametrize(("sent", "told"), [("audio/wav", "audio/wav"), ("application/octet-stream", "audio/mpeg")])
async def test_a_sound_is_told_as_a_sound(me, voice, chat, sent, told):
    run = await asked(chat, voice, me.user)
    voice.media_type = sent
    voice.go_on.set()
    response = await me.open(f"/speech/{run.message.id}")
    assert (response.content, response.headers["content-type"]) == (b"first second", told)


async def test_the_sound_of_a_running_answer_comes_as_it_is_sent(me, voice, chat):
    sounds = [{"event": "tts_message", "audio": base64.b64encode(piece).decode()} for piece in (b"one ", b"two ")]
    end = [{"event": "message_end", "id": "m-1"}, {"event": "tts_message_end", "audio": ""}]
    voice.events = [{"event": "message", "answer": "Because."}, sounds[0], None, sounds[1], *end]
    run = await chat.ask(me.user, "", "Why?", {})
    async with asyncio.timeout(10), me.hears(f"/speech/run/{run.message.id}") as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
        pieces = response.aiter_raw()
        assert await anext(pieces) == b"one "
        voice.go_on.set()
        assert await anext(pieces) == b"two "
        with pytest.raises(StopAsyncIteration):
            await anext(pieces)
    assert (await me.open(f"/speech/run/{run.message.id}")).content == b"one two "
    assert voice.spoke == []
