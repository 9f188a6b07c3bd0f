"""The forms of turns that wait: sending one, and seeing that a flow went on without this page."""

from dataclasses import replace
from typing import Any

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.runs.registry import KnownRun
from app.state.draft import DraftState
from app.state.sockets import address_of, user_of
from app.state.wall import chat_of
from app.uploads import FileGone, Refused
from app.views import Notice, Turn


class Forms(rx.State, mixin=True):
    """``form_problems`` are what is wrong with the form sent last, by variable; ``answering`` while one is sent."""

    form_problems: dict[str, Notice] = {}
    answering: bool = False

    @rx.event(background=True)
    async def answer_form(self, turn_id: str, form_id: str, action: str, values: dict[str, Any]) -> Any:
        """Answer the form of a turn that waits; its answer goes on."""
        async with self:
            if self.answering or self.running:
                return None
            user, where, self.answering, self.notice = user_of(self), address_of(self), True, Notice()
        run: KnownRun | None = None
        problems: dict[str, Notice] = {}
        notice = Notice()
        try:
            run, problems = await chat_of(self).answer_form(user, turn_id, form_id, action, values, where)
            notice = problems.pop("", Notice("form_wrong") if problems else Notice())
        except Gone:
            notice = Notice("gone")
        except FileGone:
            notice = Notice("file_gone")
        except Refused as refused:
            notice = refused.notice
        except FAILED as error:
            notice = told(error, app=chat_of(self).slug, message=turn_id)
        async with self:
            if user_of(self) != user:
                return None
            self.answering, self.form_problems, self.notice = False, problems, notice
            ended = run is None and not problems and not notice.key
            return self._events().load(self.conversation_id) if ended else self._go_on(run)

    @rx.event(background=True)
    async def look_after(self, turn_id: str) -> Any:
        """See whether the flow of a waiting turn has gone on meanwhile."""
        async with self:
            user, place, where = user_of(self), self.conversation_id, address_of(self)
        try:
            run = await chat_of(self).look_after(user, turn_id, where)
        except (Gone, *FAILED):
            return None  # It stays as it was read; whoever sends the form is told more.
        async with self:
            return self._go_on(run) if self.conversation_id == place else None

    def _go_on(self, run: KnownRun | None) -> Any:
        """Show a run of a turn that is in the thread already."""
        if run is None:
            return None
        turn = self._turn(run.message.id) or Turn(id=run.message.id, question=run.message.question)
        self._put(replace(turn, status="running"))
        self.running, self._run_id = True, run.row.id
        return self._watched(run.row.id)

    def _watched(self, run_id: str) -> list[Any]:
        """The events that bring a run to the page: its text as it grows, and its end."""
        return [DraftState.follow(run_id), self._events().watch(run_id)]

    def _events(self) -> Any:
        """The state's own class, whose handlers are events. In a background handler ``type(self)`` is a proxy's."""
        return self.__class__
