"""What goes on in the background while the server runs."""

import asyncio
import logging

from sqlalchemy.exc import OperationalError

from app.background import background, looking


async def test_a_look_that_fails_is_logged_and_the_next_one_is_another_chance(caplog):
    errors, looked = [OperationalError("", {}, Exception("secret")), ValueError("ours")], asyncio.Event()

    async def look() -> None:
        if errors:
            raise errors.pop(0)
        looked.set()

    with caplog.at_level(logging.WARNING, "app.background"):
        async with background(looking(look, 0.01, "it could not be seen")), asyncio.timeout(5):
            await looked.wait()
    assert [record.message for record in caplog.records] == [
        "it could not be seen: OperationalError",
        "it could not be seen",
    ]
    assert "ValueError: ours" in caplog.text
    assert "secret" not in caplog.text


async def test_it_has_ended_when_the_block_has_though_a_cancellation_was_lost():
    cancelled = []

    async def work() -> None:
        while len(cancelled) < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cancelled.append(True)
        await asyncio.sleep(60)

    async with asyncio.timeout(5), background(work()):
        await asyncio.sleep(0)
    assert cancelled == [True, True]
