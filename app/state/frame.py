"""A page within another site's page: who is there, said by its first event. Before that no handler answers."""

import hashlib
import math
import time

import reflex as rx
from reflex.state import State
from reflex.utils.format import format_event_handler

from app.i18n import choose
from app.identity.frames import Refused
from app.limits import Reached, come
from app.services import current
from app.state.sockets import address_of, guest_of, sockets
from app.state.wall import own, slug_in


class FrameState(rx.State):
    """``who`` names whoever is there, and is another name for somebody else; ``word`` is the pass that says so.

    The others are set at the page alone. ``asked`` is the id of a socket that has yet to say who is there, and
    ``refusal`` why it is not heard, which was said at ``refused``.
    """

    who: str = ""
    word: str = ""
    asked: str = ""
    refusal: str = ""
    refused: float = 0.0

    @rx.event
    async def arrive(self, token: str, origin: str, kept: str) -> rx.event.EventSpec | None:
        """Say who is there: by the host's ``token``, or by a pass ``kept`` from before; ``origin`` is the page around.

        A socket is one person's: for another one it is opened anew.
        """
        socket, slug = self.router.session.session_id, slug_in(self.router.url.path)
        words = choose(self.router.headers.accept_language, "")
        try:
            shown, text = await current().frames.admit(slug, origin, token, kept, self._newcomer)
            if (before := guest_of(self)) is not None and before.user != shown.user:
                raise Refused
        except Reached as reached:
            await refuse(socket, words.newcomers_why.format(minutes=math.ceil(reached.seconds / 60)))
            return None
        except Refused:
            await refuse(socket, words.frame_refused)
            return None
        sockets.admit(socket, shown, current().frames.passes.left(text))
        await own(self)
        self.who, self.word = hashlib.sha256(shown.user.encode()).hexdigest()[:16], text
        return State.hydrate_and_load

    async def _newcomer(self) -> None:
        services = current()
        await come(services.counts, services.settings.max_newcomers_an_hour_per_address, address_of(self))


async def refuse(socket: str, why: str) -> None:
    """Say at the page of that socket why it is not heard. Where it has shown a pass it asks for another one."""
    await sockets.show(socket, FrameState, {"refusal": why, "refused": time.time()})


async def ask(socket: str) -> None:
    """Ask the page at that socket who is there; until then it cannot be heard."""
    await sockets.show(socket, FrameState, {"asked": socket})


ARRIVAL = format_event_handler(FrameState.event_handlers["arrive"])
