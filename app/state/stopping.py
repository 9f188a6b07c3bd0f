"""Stopping an answer, and what became of the wish."""

from dataclasses import replace

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.runs.registry import KnownRun
from app.state.sockets import Tab, user_of
from app.state.wall import chat_of
from app.views import Notice, Turn


class StoppingTurns(rx.State, mixin=True):
    """A stop is confirmed only by the end of the app's stream; until then the turn says so."""

    @rx.event
    async def stop(self) -> None:
        """End the answer with what has come."""
        chat = chat_of(self)
        self.aloud = ""
        run = await chat.runs.get(chat.slug, user_of(self), self._run_id)
        if run and self.running:
            await chat.runs.stop(run)

    @rx.event(background=True)
    async def stop_again(self, turn_id: str) -> None:
        """Tell the app once more to stop a turn's answer, whose end nothing has confirmed."""
        chat = chat_of(self)
        async with self:
            user = user_of(self)
        run = await chat.runs.of_turn(chat.slug, user, turn_id)
        if run and not run.closed.is_set():
            await chat.runs.stop(run)
            await self._until_stopped(run)
            return
        try:
            await chat.stops.again(user, turn_id)
            notice = Notice("stop_sent_again")
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error, app=chat.slug, message=turn_id)
        async with self:
            self.notice = notice

    @rx.event(background=True)
    async def see_stopped(self, turn_id: str) -> None:
        """Follow what becomes of a stop that was made before this page was read."""
        chat = chat_of(self)
        async with self:
            user = user_of(self)
        if run := await chat.runs.of_turn(chat.slug, user, turn_id):
            await self._until_stopped(run)

    async def _until_stopped(self, run: KnownRun) -> None:
        """Say of a run's stop what is known of it, until it is confirmed or the run is over."""
        if not run.stopping.wanted:
            return
        async for notice in run.stopping.notices():
            if not Tab(self).here():
                return
            async with self:
                turn: Turn | None = self._turn(run.message.id)
                if turn is None or turn.status != "stopped":
                    return
                if turn.notice != notice:
                    self._put(replace(turn, notice=notice))
