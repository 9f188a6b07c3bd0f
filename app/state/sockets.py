"""What the state needs to know of the socket it speaks through: who is there, and whether anybody still is."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import reflex as rx
from engineio.async_socket import AsyncSocket
from reflex.state import BaseState, StateUpdate
from reflex.utils.serializers import serialize
from reflex_base.constants.state import FIELD_MARKER

from app.i18n import Words, choose, chosen_in
from app.identity import NOBODY, PERSON, Person, client_address, place_of
from app.identity.cookie import EMBED
from app.identity.passes import Pass
from app.services import current
from app.state import wire

WAITING = 2  # frames that may wait for a socket
_HERE = "values"
_PASS = "parley.pass"
LOOK = 1.0  # seconds after which a socket that takes nothing is looked at: it may be gone


def person_of(state: BaseState) -> Person:
    """Whoever this tab's socket proved to be when it opened, in another site's page by the pass that it showed since;
    nobody where it proved nothing."""
    if framed(state.router.url.path):
        guest = guest_of(state)
        return guest.person if guest else NOBODY
    return current().identities.proved(state.router.headers.cookie)


def user_of(state: BaseState) -> str:
    """The person's id; empty for nobody."""
    return person_of(state).user


def address_of(state: BaseState) -> str:
    """Where this tab is counted to come from."""
    return sockets.place(state.router.session.session_id)


def words_for(state: BaseState) -> Words:
    """The texts that this tab asked for when its socket came."""
    headers = state.router.headers
    return choose(headers.accept_language, chosen_in(headers.cookie))


def framed(path: str) -> bool:
    """Whether a page at that address stands in another site's page."""
    return path.startswith(EMBED)


def guest_of(state: BaseState) -> Pass | None:
    """Whoever has shown a pass of this app at the tab's socket, since it was opened, while the app goes by it."""
    slug = state.router.url.path.split("/")[2]
    guest = sockets.guest(state.router.session.session_id)
    return guest if guest and current().frames.counts(slug, guest) else None


def known_of(state: BaseState) -> Mapping[str, Any]:
    """What a host's word says of the person besides, which fills inputs of the app."""
    guest = guest_of(state) if framed(state.router.url.path) else None
    return guest.known if guest else {}


class Sockets:
    """The sockets of the app, which is bound once, when it is made."""

    def __init__(self) -> None:
        self._app: rx.App | None = None

    def bind(self, app: rx.App) -> None:
        self._app = app
        if app.sio is not None:
            wire.install(app.sio.eio)

    @property
    def namespace(self) -> Any:
        return self._app.event_namespace if self._app else None

    def open(self) -> list[str]:
        """The ids of all sockets of this process."""
        return list(self.namespace.sid_to_token) if self.namespace else []

    def headers(self, socket: str) -> dict[str, str]:
        """What the socket was opened with, by the names of CGI."""
        return dict(self._environ(socket))

    def place(self, socket: str) -> str:
        """Where the socket is counted to come from; empty where that is not known, or it is gone."""
        return self._of_proxies(socket, place_of)

    def address(self, socket: str) -> str:
        """Where the socket comes from; empty where that is not known, or it is gone."""
        return self._of_proxies(socket, client_address)

    def person(self, socket: str) -> Person:
        """Who was let in with the socket; nobody where it is gone, and where everybody is let in."""
        person: Person = self._environ(socket).get("asgi.scope", {}).get(PERSON, NOBODY)
        return person

    async def end(self, socket: str) -> None:
        """Close it. Its page tries to open another, and learns why there is none.

        At the connection: to a packet that says so engine.io's browser pays no heed, and socket.io's goes on no more.
        """
        environ = self._environ(socket)
        send = environ.get("asgi.scope", {}).get(wire.SEND) or environ.get("asgi.send")
        with suppress(OSError, RuntimeError):  # It is gone already.
            if send:
                await send({"type": "websocket.close", "code": 1008})

    def engine(self, socket: str) -> str | None:
        """A socket's id beneath socket.io, while it is open."""
        server = self.namespace.server
        engine = server.manager.eio_sid_from_sid(socket, self.namespace.namespace)
        return engine if engine in server.eio.sockets else None

    def guest(self, socket: str) -> Pass | None:
        """The pass that was shown at that socket, while it counts."""
        guest, left = self._shown(socket)
        return guest if left > 0 else None

    def admit(self, socket: str, guest: Pass, seconds: float) -> None:
        """Let ``guest`` be who is there, for so long at most."""
        self._session(socket)[_PASS] = guest, time.monotonic() + seconds

    def ends_within(self, seconds: float) -> set[str]:
        """The sockets whose pass is about to run out."""
        return {socket for socket in self.open() if 0 < self._shown(socket)[1] <= seconds}

    def _environ(self, socket: str) -> Mapping[str, Any]:
        """What a socket was opened with; nothing where it is gone."""
        return self.namespace.server.get_environ(socket, self.namespace.namespace) or {}

    def _of_proxies(self, socket: str, told: Callable[[Any, Any], str]) -> str:
        """Where a socket comes from, as ``told`` by its scope and the proxies that are trusted."""
        if self.namespace is None:
            return ""
        scope = self._environ(socket).get("asgi.scope", {"headers": []})
        return told(scope, current().settings.trusted_proxies)

    def _shown(self, socket: str) -> tuple[Pass | None, float]:
        """The pass that was shown at that socket, and the seconds for which it counts."""
        guest, until = self._session(socket).get(_PASS, (None, 0.0))
        return guest, until - time.monotonic()

    def _session(self, socket: str) -> dict[str, Any]:
        """What is kept of a socket for as long as it is open; of one that is not, nothing."""
        engine = self.engine(socket) if self.namespace else None
        return self.namespace.server.eio.sockets[engine].session if engine else {}

    async def show(self, socket: str, kind: type[rx.State], values: dict[str, Any]) -> None:
        """Set vars of the page's ``kind`` at that socket; the server's stay as they are."""
        if engine := self.engine(socket):
            await wire.send(self.namespace.server.eio, engine, packet(kind, values, self.namespace))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=serialize).encode


def packet(kind: type[rx.State], values: dict[str, Any], namespace: Any) -> str:
    """What sets ``values`` of ``kind``, as socket.io sends it of an update of Reflex's."""
    before, after = _around(kind, namespace.server.packet_class, namespace.namespace)
    return before + _encode({name + FIELD_MARKER: value for name, value in values.items()}) + after


@cache
def _around(kind: type[rx.State], packets: Any, namespace: str) -> tuple[str, str]:
    """The two ends of all packets that set vars of ``kind``: making them anew for each costs more than its values."""
    update = StateUpdate(delta={kind.get_full_name(): {_HERE: _HERE}})
    text: str = packets(data=["event", update], namespace=namespace).encode()
    before, _, after = text.partition(_encode({_HERE: _HERE}))
    return before, after


sockets = Sockets()


class Tab:
    """The socket that ``state`` last heard from, and a way to it that reads and writes no state.

    What the server need not keep, such as the batches of an answer, goes this way: it takes no lock, and leaves
    nothing to pickle.
    """

    def __init__(self, state: rx.State) -> None:
        session = state.router.session
        self.token, self._socket = session.client_token, session.session_id
        self._namespace = sockets.namespace
        self._engine = ""

    def here(self) -> bool:
        """Whether it is still the tab's socket.

        Asked by the socket: Reflex's map from tokens to sockets is made anew, of all tabs, whenever it is read.
        """
        return self._namespace is not None and self._namespace.sid_to_token.get(self._socket) == self.token

    async def taken(self) -> None:
        """Wait until hardly anything waits for the socket: a slow one gets fewer and larger batches, and no queue."""
        while (place := self._beneath()) and (queue := place.queue).qsize() > WAITING and self.here():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await queue.join()

    async def show(self, kind: type[rx.State], values: dict[str, Any]) -> None:
        """Set vars of the page's ``kind`` there; the server's stay as they are.

        Past socket.io's ``emit``, which makes a task for each recipient and waits for it.
        """
        if self._beneath():
            await wire.send(self._namespace.server.eio, self._engine, packet(kind, values, self._namespace))

    def _beneath(self) -> AsyncSocket | None:
        """What is beneath socket.io, while it is open."""
        if self._namespace is None:
            return None
        self._engine = self._engine or sockets.engine(self._socket) or ""
        return self._namespace.server.eio.sockets.get(self._engine)
