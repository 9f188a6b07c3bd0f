"""The server itself: what a test sets, what it can see, and the way of a request."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.responses import Response

from ..script import Json, Wait
from ..server import free_port
from .audio import Audio
from .chat import Chat
from .conversations import Conversations
from .files import Files
from .forms import Forms
from .messages import Messages
from .profile import PARAMETERS, SITE
from .routes import application
from .talks import Talk, Talks
from .waiting import Gates
from .wire import Seen


class _Of:
    """An attribute of one of the parts, within a test's shortest reach."""

    def __init__(self, part: str) -> None:
        self._part = part

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, upstream: "Upstream", owner: type) -> Any:
        return getattr(getattr(upstream, self._part), self._name)

    def __set__(self, upstream: "Upstream", value: Any) -> None:
        setattr(getattr(upstream, self._part), self._name, value)


class Upstream:
    """``script`` answers the next questions until a test sets another.

    ``refusals`` answer whole operations, and ``before`` is done before an operation answers. An operation is named
    by its path (``files/upload``, ``messages/{id}/feedbacks``) or by the first part of it, and what is served without
    a key is ``signed``. Attributes are read for each request, so that a test may change them at any moment.
    """

    script, characters, suggested, tasks = _Of("chat"), _Of("chat"), _Of("messages"), _Of("talks")

    def __init__(self, site: Json | None = None, tool_icons: Json | None = None, **parameters: Any) -> None:
        """``parameters``, ``site`` and ``tool_icons`` are the app's own; an icon of bytes is served as a picture."""
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.origin}/v1"
        self._parameters = {**PARAMETERS, **parameters}
        self._site = {**SITE, **(site or {})}
        self._tool_icons = tool_icons or {}
        self.gates = Gates()
        self.talks = Talks()
        self.files = Files(self.origin, self.talks)
        self.chat = Chat(self.talks, self.files, lambda: self.parameters, lambda: self.gates)
        self.messages = Messages(self.talks, self.files)
        self.conversations = Conversations(self.talks)
        self.audio = Audio(self.talks, lambda: self.gates)
        self.forms = Forms(self.talks, self.chat, lambda: self.gates)
        self.reset()

    def reset(self) -> None:
        """As on the first day, but for the conversations, files and forms of those who were here."""
        self.parameters: Json = dict(self._parameters)
        self.site: Json = dict(self._site)
        self.tool_icons: Json = {
            name: self.files.icon(name, icon) if isinstance(icon, bytes) else icon
            for name, icon in self._tool_icons.items()
        }
        self.feedbacks: list[Json] = []
        self.end_user: Json = {}
        self.refusals: dict[str, Response] = {}
        self.before: dict[str, Sequence[Wait]] = {}
        self.requests: list[Seen] = []
        self.left: list[str] = []  # paths of requests whose client left before their body was whole
        self.talks.seeded = []
        for part in (self.files, self.chat, self.messages, self.audio, self.forms):
            part.reset()
        self.gates.end()
        self.gates = Gates()

    def release(self, name: str = "") -> None:
        """Let one :class:`Hold` of this name go on."""
        self.gates.release(name)

    def wait_for(self, path: str, count: int = 1, seconds: float = 10.0) -> list[Seen]:
        """The requests to an operation, once there are ``count``."""
        if not _soon(lambda: len(self.seen(path)) >= count, seconds):
            raise AssertionError(f"{len(self.seen(path))} of {count} requests to {path} came within {seconds:g} s")
        return self.seen(path)

    def expect_left(self, path: str, seconds: float = 10.0) -> None:
        """The client of a request to ``path`` left before its body was whole, or does within ``seconds``."""
        if not _soon(lambda: any(re.fullmatch(path, left) for left in self.left), seconds):
            raise AssertionError(f"nobody left {path} within {seconds:g} s, but: {self.left}")

    def seen(self, path: str) -> list[Seen]:
        """The requests to an operation, oldest first; ``path`` is a regular expression of its whole path."""
        return [request for request in self.requests if request.matches(path)]

    def seed(self, name: str, turns: int, answer: str = "Answer {number}.", user: str = "") -> Talk:
        """A conversation with turns a minute apart, that everybody who asks has, or that user alone."""
        return self.talks.seed(name, turns, answer, user)

    @contextmanager
    def serving(self) -> Iterator["Upstream"]:
        quiet: dict[str, Any] = {"log_config": None, "access_log": False, "ws": "none"}
        config = uvicorn.Config(application(self), "127.0.0.1", self.port, timeout_graceful_shutdown=1, **quiet)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, name=f"upstream-{self.port}", daemon=True)
        thread.start()
        if not _soon(lambda: server.started or not thread.is_alive(), 20) or not server.started:
            raise RuntimeError(f"the stand-in upstream did not start on port {self.port}")
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(20)


def _soon(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (now := done()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return now
