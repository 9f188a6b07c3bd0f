"""The sound of a running answer: in order, from the beginning for whoever comes, and never too much."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest

from app.dify.events import StreamEvent
from app.ledger import Ledger
from app.runs import registry, voice
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs
from app.runs.voice import Voice
from tests.fixtures.recordings import load
from tests.unit.runs.doubles import Upstream, event

APP, ME = "app-1", "visitor-1"


def sound(piece: bytes) -> str:
    return base64.b64encode(piece).decode()


def sounding(*pieces: bytes) -> Voice:
    made = Voice()
    for piece in pieces:
        made.hear(event("tts_message", audio=sound(piece)))
    return made


async def all_of(made: Voice) -> list[bytes]:
    async with asyncio.timeout(10):
        return [piece async for piece in made.follow()]


async def test_pieces_come_in_order_from_the_beginning_and_end():
    made = sounding(b"a", b"b")
    follower = made.follow()
    assert [await anext(follower), await anext(follower)] == [b"a", b"b"]
    waiting = asyncio.create_task(anext(follower))
    await asyncio.sleep(0)
    assert not waiting.done()
    made.hear(event("tts_message", audio=sound(b"c")))
    assert await waiting == b"c"
    made.hear(event("tts_message_end", audio=""))
    assert [piece async for piece in follower] == []
    assert await all_of(made) == [b"a", b"b", b"c"]


async def test_what_comes_after_the_end_is_not_heard():
    made = sounding(b"a")
    made.end()
    made.hear(event("tts_message", audio=sound(b"b")))
    assert await all_of(made) == [b"a"]


@pytest.mark.parametrize("audio", ["", "A", "////=/", "中文"])
async def test_what_is_no_sound_is_left_out(audio):
    made = sounding(b"a")
    made.hear(event("tts_message", audio=audio))
    made.hear(event("tts_message", audio=sound(b"b")))
    made.hear(event("message", answer="text"))
    made.end()
    assert b"".join(await all_of(made)).startswith(b"a") and (await all_of(made))[-1] == b"b"


async def test_too_much_ends_it(monkeypatch):
    monkeypatch.setattr(voice, "LARGEST", 10)
    assert await all_of(sounding(b"12345", b"67890", b"x", b"y")) == [b"12345", b"67890"]


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    made = Upstream()
    async with made.client:
        yield made


@pytest.fixture
async def runs(ledger: Ledger) -> AsyncIterator[Runs]:
    made = Runs(ledger, MemoryRunLog())
    yield made
    await made.close()


@pytest.fixture
async def run(runs: Runs, ledger: Ledger, upstream: Upstream) -> LiveRun:
    _, message, row = await ledger.begin(APP, ME, "Why?", None, {})

    def asked():
        return upstream.client.chat.stream(query="Why?", user=ME, inputs={}, conversation_id="")

    return await runs.start(LiveRun(row, message, client=upstream.client, source=asked))


async def test_a_recorded_answer_is_heard_whole(upstream, run):
    recording = load("0.15.3", "139-chat-tts-auto")
    said = [base64.b64decode(item["audio"]) for item in recording.payloads() if item["event"] == "tts_message"]
    for chunk in recording.chunks:
        upstream.stream.write(chunk)
    assert len(said) == 19
    assert await all_of(run.voice) == said
    upstream.stream.hang_up()
    await run.closed.wait()


async def test_a_stop_a_failure_and_a_stream_s_end_end_the_voice(runs, upstream, run):
    upstream.stream.send("tts_message", audio=sound(b"a"))
    first = await anext(run.voice.follow())
    await runs.stop(run)
    assert (first, await all_of(run.voice)) == (b"a", [b"a"])
    upstream.stream.hang_up()
    await run.closed.wait()


async def test_a_stream_that_ends_without_a_word_about_it_ends_the_voice(upstream, run):
    upstream.stream.send("tts_message", audio=sound(b"a"))
    upstream.stream.break_off()
    assert await all_of(run.voice) == [b"a"]


@pytest.fixture
def limits(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> list[asyncio.Timeout]:
    """Until when the connection of each run may stay open."""
    found, hear = list[asyncio.Timeout](), runs._hear

    async def heard(run: LiveRun, events: AsyncIterator[StreamEvent], limit: asyncio.Timeout) -> None:
        found.append(limit)
        await hear(run, events, limit)

    monkeypatch.setattr(runs, "_hear", heard)
    return found


async def test_a_connection_stays_open_while_sound_follows_the_end(upstream, limits, run, monkeypatch):
    follower, ends = run.voice.follow(), list[float]()
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    for number in range(3):
        upstream.stream.send("tts_message", audio=sound(b"%d" % number))
        async with asyncio.timeout(10):
            assert await anext(follower) == b"%d" % number
        ends.append(limits[0].when())
    assert ends == sorted({*ends})
    assert not run.closed.is_set()
    monkeypatch.setattr(registry, "DRAIN", 0.0)
    upstream.stream.send("tts_message", audio=sound(b"last"))
    async with asyncio.timeout(10):
        await run.closed.wait()
    assert [piece async for piece in follower] == [b"last"]


async def test_a_run_is_found_by_its_turn_by_its_own_user_alone(runs, upstream, run):
    assert await runs.of_turn(APP, ME, run.message.id) is run
    for app, user, turn in ((APP, "visitor-2", run.message.id), ("app-2", ME, run.message.id), (APP, ME, "none")):
        assert await runs.of_turn(app, user, turn) is None
    upstream.stream.finish()
    await run.closed.wait()
    assert await runs.of_turn(APP, ME, run.message.id) is run
