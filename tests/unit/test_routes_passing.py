"""A body that is passed on: whole, though the server asked before it whether the browser is still there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from starlette.requests import Request
from starlette.types import Message

from app.dify.body import Body
from app.routes.common import Passing, unless_left

PIECES = [b"one", b"two", b"three"]


class Browser:
    """The server's end of a request, as granian has it: after a wait that was given up it says that nobody is there."""

    def __init__(self) -> None:
        self.given_up = 0
        self.left = asyncio.Event()
        self.body = b""
        self.whole = False

    async def receive(self) -> Message:
        if not self.given_up:
            try:
                await self.left.wait()
            except asyncio.CancelledError:
                self.given_up += 1
                raise
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.body += message.get("body", b"")
        self.whole = message["type"] == "http.response.body" and not message.get("more_body")

    def request(self) -> Request:
        return Request({"type": "http", "asgi": {"spec_version": "2.3"}, "headers": []}, self.receive, self.send)

    async def answer(self, request: Request, body: Body) -> None:
        await Passing(body, {}, AsyncExitStack(), "app-1")(request.scope, self.receive, self.send)


@pytest.fixture
async def browser() -> Browser:
    return Browser()


async def pieces() -> AsyncIterator[bytes]:
    for piece in PIECES:
        yield piece
        await asyncio.sleep(0)


async def ready() -> Body:
    return Body("audio/mpeg", pieces())


async def test_a_body_that_is_there_at_once_is_passed_on_whole(browser: Browser) -> None:
    request = browser.request()
    body = await unless_left(request, ready())
    assert body is not None
    await browser.answer(request, body)
    assert (browser.body, browser.whole) == (b"".join(PIECES), True)


async def test_who_leaves_while_it_is_passed_on_ends_it(browser: Browser) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"one"
        browser.left.set()
        await asyncio.Event().wait()

    async def opened() -> Body:
        return Body("audio/mpeg", endless())

    request = browser.request()
    body = await unless_left(request, opened())
    assert body is not None
    await asyncio.wait_for(browser.answer(request, body), 10)
    assert (browser.body, browser.whole) == (b"one", False)


async def test_who_leaves_before_gets_nothing(browser: Browser) -> None:
    browser.left.set()
    assert await unless_left(browser.request(), asyncio.Event().wait()) is None


async def test_nobody_waits_any_more_once_the_body_is_whole_or_there_is_none(browser: Browser) -> None:
    async def failing() -> Body:
        raise ValueError("no body")

    request = browser.request()
    body = await unless_left(request, ready())
    assert body is not None
    await browser.answer(request, body)
    with pytest.raises(ValueError, match="no body"):
        await unless_left(browser.request(), failing())
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}
