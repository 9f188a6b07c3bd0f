"""A visitor and a tab of the page, without a browser: they say what the page says, over a real socket.

The frames are those that a Chromium was seen to send: the document is fetched, which brings the visitor's cookie; the
hydration rides in the socket's first packet; the page then tells where it is. What comes back is put together as the
page's own scripts do (:mod:`tests.load.shown`).
"""

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
import socketio

from .shown import ROOT, Shown, full_name

NAMESPACE = "/_event"
PATIENCE = 30.0  # seconds for what the server should do soon


class Visitor:
    """Somebody with a cookie. ``url`` is the server's, without a slash at its end."""

    def __init__(self, url: str, cookie: str = "") -> None:
        self.url = url
        self.cookie = cookie

    async def fetch(self, path: str = "/") -> None:
        """Get a document, as opening and reloading a page does, and keep the cookie that it brings."""
        headers = {"Accept": "text/html", **({"Cookie": self.cookie} if self.cookie else {})}
        async with aiohttp.ClientSession() as session, session.get(self.url + path, headers=headers) as answer:
            answer.raise_for_status()
            await answer.read()
            for name, morsel in answer.cookies.items():
                self.cookie = f"{name}={morsel.value}"

    def tab(self) -> "Tab":
        return Tab(self)


class Tab:
    """One tab. ``shown`` is what stands on the page; it begins anew with each document."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.shown = Shown()
        self._token = str(uuid.uuid4())
        self._visit = ""
        self._place = ""
        self._socket: socketio.AsyncClient | None = None
        self._came = asyncio.Event()
        self._hears: Callable[[Any], None] = lambda update: None
        self._saying: set[asyncio.Task[None]] = set()

    @property
    def conversation(self) -> str:
        return str(self.shown.thread.get("conversation_id", ""))

    async def open(self, conversation: str = "") -> "Tab":
        """Load the page at a conversation, or at a new one; again to reload it. Returns once its thread is there."""
        await self.close()
        self._place = conversation
        await self.visitor.fetch(self._path)
        self.shown, self._visit = Shown(), uuid.uuid4().hex[:11]
        await self._connect()
        await self._say("search.leave")
        await self._move()
        await self.until(lambda: self.shown.thread.get("visit") == self._visit and not self.shown.thread["loading"])
        return self

    async def reload(self) -> "Tab":
        return await self.open(self.conversation or self._place)

    async def drop(self, away: float = 0.0) -> None:
        """Lose the socket without a word to the server, and open another after ``away`` seconds: the page stays."""
        if self._socket is not None:
            self._socket.eio.ws._response.connection.transport.abort()
            await self._socket.wait()
        await asyncio.sleep(away)
        self._place = self.conversation or self._place
        await self._connect()

    async def ask(self, text: str) -> None:
        """Send a question; returns once it stands in the thread. One that is refused is sent again once it can be, as
        the words stay in a person's box."""
        taken = False
        while not taken:
            number = uuid.uuid4().hex[:11]
            await self._say("thread.send", number=number, text=text, values={}, files=[], queued=False)
            await self.until(lambda number=number: number in (self._told("accepted"), self._told("refused")))
            await self.until(lambda number=number: not self._told("running") or self._told("accepted") == number)
            taken = self._told("accepted") == number
        await self.until(lambda: self.shown.last)

    async def stop(self) -> None:
        await self._say("thread.stop")

    async def until_ended(self, seconds: float = PATIENCE) -> str:
        """The whole text of the answer at the thread's end, once it has ended."""
        await self.until(lambda: self.shown.last.get("status") not in (None, "", "running"), seconds)
        return self.shown.text

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Wait until something is so, which is looked at whenever a delta has come."""
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            raise AssertionError(f"not within {seconds:g} s; the thread: {self.shown.thread}") from None

    async def send(self, name: str, payload: dict[str, Any]) -> None:
        """An event by its whole name, as no page of ours may ever send it."""
        assert self._socket is not None
        event = {"name": name, "payload": payload, "router_data": self._whereabouts}
        await self._socket.emit("event", event, namespace=NAMESPACE)

    def listen(self) -> list[Any]:
        """All updates that come from now on, as they come."""
        heard: list[Any] = []
        self._hears = heard.append
        return heard

    async def close(self) -> None:
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await socket.disconnect()

    def _told(self, name: str) -> Any:
        return self.shown.thread.get(name)

    @property
    def _path(self) -> str:
        return f"/c/{self._place}" if self._place else "/"

    @property
    def _whereabouts(self) -> dict[str, Any]:
        query = {"query": {"conversation": self._place}} if self._place else {}
        return {"pathname": self._path, "asPath": self._path, **query}

    async def _connect(self, hydrate: bool = True) -> None:
        # A browser takes frames of any size; aiohttp would refuse those of more than 4 MB.
        unbounded = {"max_msg_size": 0}
        socket = self._socket = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, websocket_extra_options=unbounded
        )
        socket.on("event", self._take, namespace=NAMESPACE)
        socket.on("new_token", self._renamed, namespace=NAMESPACE)
        # The defaults of a build are known to the build alone: so the server sends them all, as it does to a page whose
        # socket is another one.
        event = {"name": f"{ROOT}.hydrate_and_load", "payload": {}, "router_data": self._whereabouts}
        await socket.connect(
            f"{self.visitor.url}?token={self._token}",
            headers={"Cookie": self.visitor.cookie, "Origin": self.visitor.url, "Accept-Language": "en-US"},
            auth={"event": event} if hydrate else None,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path=NAMESPACE,
            wait_timeout=PATIENCE,
        )

    async def _say(self, handler: str, **payload: Any) -> None:
        state, _, method = handler.partition(".")
        await self.send(f"{full_name(state)}.{method}", payload)

    def _renamed(self, token: str) -> None:
        """The server still has the socket that was lost, and takes this one for another tab's."""
        self._token = token

    async def _move(self) -> None:
        await self._say("thread.move", path=self._path, visit=self._visit, turn_id="")

    def _take(self, update: dict[str, Any]) -> None:
        self._hears(update)
        visit = self.shown.thread.get("visit")
        missed = self.shown.take(update.get("delta") or {}, time.time_ns())
        said = [self._say(handler) for handler in missed]
        if self.shown.thread.get("visit") not in (visit, self._visit):
            said.append(self._move())  # The state is an older document's, or a new one.
        for saying in said:
            self._saying.add(task := asyncio.ensure_future(saying))
            task.add_done_callback(self._saying.discard)
        self._came.set()
