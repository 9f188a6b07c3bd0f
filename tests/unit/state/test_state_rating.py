"""Ratings of answers, on a state of their own, without a socket."""

import asyncio

import pytest

from app.state.thread import ThreadState
from app.views import Notice, Turn
from tests.unit.runs.doubles import refused
from tests.unit.state.threads import asked, do, ended, shown


async def rated(thread: ThreadState, turn: Turn, rating: str, reason: str = "") -> str:
    """Rate, and give back how the page then shows it."""
    await do(thread, "rate", turn.id, rating, reason)
    now = thread._turn(turn.id)
    assert now is not None
    return now.rating


async def test_a_rating_changes_and_is_taken_back(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, {"result": "success"})
    steps = [("like", ""), ("dislike", ""), ("dislike", "It is wrong."), ("", "")]
    assert [await rated(thread, turn, *step) for step in steps] == ["like", "dislike", "dislike", ""]
    assert [(sent["rating"], sent.get("content", "")) for sent in upstream.asked(path)] == [
        ("like", ""), ("dislike", ""), ("dislike", "It is wrong."), (None, ""),
    ]  # fmt: skip
    assert (thread.notice, thread.unrated) == (Notice(), "")


async def test_a_rating_that_is_refused_is_said_and_taken_back_and_a_later_one_clears_it(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, refused("internal_server_error", status=500), {"result": "success"})
    assert await rated(thread, turn, "like") == ""
    assert (thread.notice, thread.unrated) == (Notice("rating_refused"), turn.id)
    assert await rated(thread, turn, "like") == "like"
    assert (thread.notice, thread.unrated) == (Notice(), "")


async def test_a_rating_given_since_stands_though_an_earlier_one_is_refused(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, refused("internal_server_error", status=500), {"result": "success"})
    upstream.hold()
    first = asyncio.create_task(do(thread, "rate", turn.id, "like", ""))
    await upstream.waits_for(path)
    second = asyncio.create_task(do(thread, "rate", turn.id, "dislike", ""))
    await upstream.waits_for(path, 2)
    upstream.let_through(2)
    await asyncio.gather(first, second)
    assert thread._turn(turn.id).rating == "dislike"


@pytest.mark.parametrize("rating", ["love", "LIKE", "null"])
async def test_what_is_no_rating_and_what_is_no_turn_of_the_thread_reaches_nobody(thread, chat, upstream, rating):
    turn = await asked(thread, chat, upstream)
    before = len(upstream.requests)
    await do(thread, "rate", turn.id, rating, "")
    await do(thread, "rate", "somebody-else-s", "like", "")
    assert len(upstream.requests) == before


async def test_a_rating_is_still_there_when_one_turns_to_another_version_and_back(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    upstream.on(f"POST /v1/messages/of-{first.id}/feedbacks", {"result": "success"})
    await rated(thread, first, "like")
    await do(thread, "regenerate", first.id)
    await ended(thread, chat, upstream)
    for expected in ("like", "", "like"):
        [turn] = shown(thread)
        await do(thread, "show_version", turn.id, turn.before or turn.after)
        assert shown(thread)[0].rating == expected


async def test_a_very_long_reason_is_cut_to_what_the_box_takes(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, {"result": "success"})
    await rated(thread, turn, "dislike", "x" * 5000)
    assert [len(sent["content"]) for sent in upstream.asked(path)] == [2000]
