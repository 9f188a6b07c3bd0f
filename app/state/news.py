"""What happened in another tab, on another device, or in a conversation that is not open, as it happens."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

import reflex as rx

from app.news import Awaited, Changed, Erased, Item, Kept, Rated, Stayed
from app.remedies import FAILED
from app.state.conversations import ConversationsState
from app.state.keeping import KeepingState
from app.state.sockets import Tab, sockets, user_of
from app.state.thread import ThreadState
from app.state.wall import chat_of, disown
from app.views import Notice


class NewsState(rx.State):
    _follower: str = ""

    @rx.event(background=True)
    async def follow(self) -> AsyncGenerator[Any, None]:
        """Follow this user's news while the tab is there. A newer follower of this tab takes over."""
        me = uuid4().hex[:6]
        async with self:
            chat, user = chat_of(self), user_of(self)
            self._follower = me
            place = (await self.get_state(ThreadState)).conversation_id
        if not user:
            return
        async with aclosing(chat.news.follow(chat.slug, user)) as news:
            await anext(news)
            # From here on nothing is missed; what was before is read.
            yield ConversationsState.refresh
            if place:
                yield ConversationsState.opened(place)
            async for items in news:
                async with self:
                    if self._follower != me or not Tab(self).here():
                        return
                for item in items:
                    if (event := await self._take(user, item)) is not None:
                        yield event

    async def _take(self, user: str, item: Item) -> Any:
        match item:
            case Changed(id):
                return await self._changed(user, id)
            case Awaited(id):
                return ThreadState.hear(id)
            case Rated(turn_id, rating):
                async with self:
                    thread = await self.get_state(ThreadState)
                    if turn := thread._turn(turn_id):
                        thread._mark(turn, rating)
            case Kept() | Erased():  # The tab comes back as who it is then, with what there is then.
                async with self:
                    socket = self.router.session.session_id
                    await disown(self)
                await sockets.end(socket)
            case Stayed(name):
                async with self:
                    (await self.get_state(KeepingState)).notice = Notice("delete_refused", {"name": name})
        return None

    async def _changed(self, user: str, id: str) -> Any:
        chat = chat_of(self)
        try:
            row = await chat.conversations.row(user, id)
        except FAILED:
            return ConversationsState.refresh  # which says that the list is old
        async with self:
            if user_of(self) != user:
                return None
            (await self.get_state(ConversationsState))._put(id, row)
            thread = await self.get_state(ThreadState)
            if thread.conversation_id != id:
                return None
            if row is None or row.leaving:
                thread._clear(id, thread.visit)
                thread._show(None, None)
                return None
            if row.spoken > thread._stood:
                return ThreadState.hear(id)
            if row.unread:
                return ConversationsState.opened(id)
            run = await chat.runs.newest(chat.slug, user, id)  # A short answer has ended before this is heard.
            asked_elsewhere = run is not None and not thread.running and thread._turn(run.message.id) is None
            if had_back := thread.notice.key == "gone":
                thread._clear(id, thread.visit)
            return ThreadState.load(id) if had_back or asked_elsewhere else None
