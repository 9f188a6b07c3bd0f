"""What the app answers to an agent alone, beside the conversation that is open."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace
from uuid import uuid4

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.console_open import opened
from app.state.sockets import Tab
from app.uploads import Refused
from app.views import Notice, PrivateAnswer

LOOK = 0.2  # seconds between two looks for a tab that has no socket
AWAY = 10.0  # seconds after which it is gone: one that is reloaded has another sooner


class ConsoleDraftState(rx.State):
    """One answer, of the conversation ``key``: to the question of ``turn`` once more, or without one a draft of a
    reply."""

    key: str = ""
    turn: str = ""
    answer: PrivateAnswer = PrivateAnswer()
    _asked: str = ""

    @rx.event(background=True)
    async def draft(self) -> None:
        """Have the app draft a reply to the customer."""
        await self._ask("")

    @rx.event(background=True)
    async def ask_again(self, turn_id: str) -> None:
        """Ask a turn's question once more, for the agent alone."""
        await self._ask(turn_id)

    @rx.event
    def stop(self) -> None:
        """What has come stays."""
        self._asked, self.answer = "", replace(self.answer, running=False)

    @rx.event
    def discard(self) -> None:
        self.reset()

    async def _ask(self, turn: str) -> None:
        me, answer = uuid4().hex[:6], PrivateAnswer(running=True)
        async with self:
            it = await opened(self)
            if it is None or it.page is None:
                return
            inbox, line, page = it
            self._asked, self.key, self.turn, self.answer = me, line.key, turn, answer
        place = line.app, line.id, page
        notice = Notice("gone")
        try:
            async with aclosing(inbox.ask_again(*place, turn) if turn else inbox.draft(*place)) as answers:
                async for answer in answers:
                    if not await self._show(me, answer):
                        return
            return
        except Gone:
            pass
        except Refused as refused:
            notice = refused.notice
        except FAILED as error:
            notice = told(error, app=line.app)
        await self._show(me, replace(answer, running=False, notice=notice))

    async def _show(self, me: str, answer: PrivateAnswer) -> bool:
        """Show what has come, to a tab that is being reloaded as soon as it is there again. False where nobody wants
        more of it: of a tab that is gone what has come stays."""
        until = time.monotonic() + AWAY
        while True:
            async with self:
                if self._asked != me:
                    return False
                here = Tab(self).here()
                if here or time.monotonic() >= until:
                    shown = answer if here else replace(answer, running=False)
                    self.answer = shown if self.answer != shown else self.answer
                    return here
            await asyncio.sleep(LOOK)
