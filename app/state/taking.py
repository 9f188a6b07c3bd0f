"""Taking conversations along: links by which others read them, and erasing all of one's own."""

from contextlib import suppress
from typing import Any

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.thread import ThreadState
from app.state.wall import chat_of
from app.views import Notice, SharedLink

DAYS = {"1": 1, "7": 7, "30": 30, "never": None}


class TakingState(rx.State):
    """``token`` is that of the link that was just made; it is told this once, and only while the tab is still
    that person's. ``sure`` asks before all is erased.

    ``erased`` of ``to_erase`` conversations are; ``all_gone`` once nothing is left.
    """

    links: list[SharedLink] = []
    token: str = ""
    making: bool = False
    notice: Notice = Notice()
    sure: bool = False
    erasing: bool = False
    erased: int = 0
    to_erase: int = 0
    left: str = ""
    all_gone: bool = False

    @rx.event(background=True)
    async def look(self) -> None:
        """List the links, beside nothing that was said of an earlier one."""
        async with self:
            user, self.token, self.notice, self.links = user_of(self), "", Notice(), []
        await self._list(user)

    @rx.event(background=True)
    async def share(self, values: dict[str, Any]) -> None:
        """Make a link to the conversation that is open."""
        async with self:
            user, place = user_of(self), (await self.get_state(ThreadState)).conversation_id
            days = str(values.get("days", ""))
            if self.making or not user or not place or days not in DAYS:
                return
            self.making, self.token, self.notice = True, "", Notice()
        try:
            token, notice = await chat_of(self).sharing.share(user, place, DAYS[days])
        except Gone:
            token, notice = "", Notice("gone")
        except FAILED as error:
            token, notice = "", told(error, app=chat_of(self).slug)
        async with self:
            if user_of(self) != user:
                return
            self.making, self.token, self.notice = False, token, notice
        await self._list(user)

    @rx.event(background=True)
    async def revoke(self, id: str) -> None:
        async with self:
            user, self.token = user_of(self), ""
        with suppress(*FAILED):  # It is in the list still, which says why.
            await chat_of(self).sharing.revoke(user, id)
        await self._list(user)

    async def _list(self, user: str) -> None:
        try:
            links = await chat_of(self).sharing.links(user) if user else []
        except FAILED as error:
            async with self:
                self.notice = told(error, app=chat_of(self).slug)
            return
        async with self:
            if user_of(self) == user:
                self.links = links

    @rx.event
    def ask_whether_sure(self) -> None:
        self.sure, self.left = True, ""

    @rx.event
    def rather_not(self) -> None:
        self.sure = False

    @rx.event(background=True)
    async def erase_all(self) -> None:
        async with self:
            user = user_of(self)
            if not user or self.erasing or not self.sure:
                return
            self.erasing, self.sure, self.left, self.erased, self.to_erase = True, False, "", 0, 0
        try:
            async for so_far in chat_of(self).erasing.everything(user):
                async with self:
                    if user_of(self) != user:
                        continue  # All of theirs goes all the same.
                    self.erased, self.to_erase = so_far.done, so_far.count
                    if so_far.ended:
                        self.erasing, self.all_gone = False, so_far.whole
                        self.left = "" if so_far.whole else str(so_far.left)
        except FAILED as error:
            told(error, app=chat_of(self).slug)
            async with self:
                self.erasing, self.left = False, str(self.to_erase - self.erased)
