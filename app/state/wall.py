"""Which app a tab is in: its page's address says so, and the server knows whether there is such an app. And the wall
between people, and between apps."""

from collections.abc import Awaitable, Callable

import reflex as rx
from reflex.event import Event
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from app.apps import NoSuchApp
from app.chat import Chat
from app.logs import new_id
from app.services import current
from app.state.sockets import framed, guest_of, person_of

__all__ = ["NoSuchApp", "OwnerWall", "chat_of", "disown", "own", "slug_in"]

_NOWHERE = "\0"  # no app has that slug


def chat_of(state: BaseState) -> Chat:
    """The chat of the tab's app, as its person sees it.

    Raises :class:`NoSuchApp`, which the page is told of by whoever reports errors.
    """
    return current().apps.open_to(person_of(state)).at(slug_in(state.router.url.path))


def slug_in(path: str) -> str:
    """The app that an address names: ``guide`` of ``/apps/guide/c/1``; nothing where it names none."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] in ("apps", "embed") else ""


class OwnerState(rx.State):
    """Whose state this is, and in which app; None of no app that is there for them. The key of a state is made by the
    browser, so it proves nothing."""

    _owner: str = ""
    _slug: str | None = ""
    _signed_in: bool = False


async def own(state: BaseState) -> bool:
    """Let the state be that of who is there, in the app of the page: what was another's goes.

    It stays whose it was, and False is given, where that is nobody, or whoever it was or is has signed in: what the one
    was about to say must not be said by the other, be that the visitor that their browser also is or who signed in
    there since. In another site's page a word says who is there, and its page sees to what was before.
    """
    person, slug = person_of(state), _slug_of(state)
    signed_in = current().identities.door is not None and not person.visitor and not person.app
    owner = await state.get_state(OwnerState)
    another = owner._owner not in ("", person.user) and (owner._signed_in or signed_in)
    if another or (person.visitor and not person.user):
        return False
    if (owner._owner, owner._slug) != (person.user, slug):
        if owner._owner:
            await _empty(state._get_root_state())
        owner._owner, owner._slug, owner._signed_in = person.user, slug, signed_in
    return True


async def disown(state: BaseState) -> None:
    """From now on the state is of no app: the next event, of the same person too, finds it empty."""
    (await state.get_state(OwnerState))._slug = _NOWHERE


async def _empty(root: BaseState) -> None:
    """Reset all there is. With Redis an event brings those states alone that it is about: the others come as well."""
    kinds = [*rx.State.get_substates()]
    while kinds:
        await root.get_state(kind := kinds.pop())
        kinds += kind.get_substates()
    root.reset()


class OwnerWall(Middleware):
    """Before each event: a socket whose identity is not the state's owner finds the state empty, and so does a page of
    another app than the state's, or of one that is not there for them any more.

    In another site's page nothing is heard, and nothing shown, before the event ``arrival`` has said who is there: that
    page is asked. The page of somebody who was signed in, and is no more, is told to ``lead`` to where they may be.
    """

    def __init__(
        self, arrival: str, ask: Callable[[str], Awaitable[None]], lead: Callable[[str], Awaitable[None]]
    ) -> None:
        self.arrival = arrival
        self.ask = ask
        self.lead = lead

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        new_id()
        if framed(state.router.url.path) and guest_of(state) is None:
            if event.name == self.arrival:
                return None
            await self.ask(state.router.session.session_id)
            return StateUpdate()
        if not await own(state):
            await self.lead(state.router.session.session_id)
            return StateUpdate()
        return None


def _slug_of(state: BaseState) -> str | None:
    """The slug of the tab's app, which its address may not name; None where there is none for its person, and of the
    pages of all apps."""
    if state.router.url.path.strip("/") in ("apps", "console"):
        return None
    try:
        return chat_of(state).slug
    except NoSuchApp:
        return None
