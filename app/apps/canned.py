"""Replies that service agents keep to use again, and how they are filled in for a conversation."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from app.apps import portal
from app.apps.serving import Serving
from app.chat import Chat
from app.dify.errors import DifyError
from app.ledger import Conversation
from app.ledger.canned import MOST, Canned, Reply
from app.views import CannedReply, Notice

LONGEST_TITLE, LONGEST = 80, 4_000  # characters
_NAME = re.compile(r"\{(customer|agent|app|input:[^{}\n]{1,80})\}")


class Replies(Serving):
    """Those of the apps that an agent serves. What they change holds for all who serve these."""

    async def canned(self, app: str, id: str) -> list[CannedReply]:
        """All of them by their titles; those of the ``app`` filled in for that conversation. Raises ``Gone``."""
        chat = self.chat(app)
        row = await chat.inbox.conversation(id)
        values = await self._values(chat, row)
        return [
            replace(reply, filled=filled(reply.text, values), language=row.language) if app in reply.apps else reply
            for reply in map(self._reply, await self._kept_replies.all(self._chats))
        ]

    async def keep_canned(self, id: str, apps: Collection[str], title: str, text: str) -> Notice:
        """Keep it for those ``apps``; who serves a single one has no choice. What is wrong with it, if anything is."""
        title, text = " ".join(title.split()), text.strip()
        if not (1 <= len(title) <= LONGEST_TITLE and 1 <= len(text) <= LONGEST):
            return Notice("canned_bad", {"title": str(LONGEST_TITLE), "text": str(LONGEST)}, "change")
        if not apps and len(self._chats) == 1:
            apps = list(self._chats)
        if not apps:
            return Notice("canned_no_app", {}, "change")
        if not set(apps) <= self._chats.keys():
            return Notice("gone")
        kept = await self._kept_replies.keep(self._chats, self._agent, id, apps, (title, text))
        return Notice() if kept else Notice("canned_full", {"limit": str(MOST)}, "change")

    async def drop_canned(self, id: str) -> None:
        await self._kept_replies.drop(self._chats, id)

    @property
    def _kept_replies(self) -> Canned:
        return next(iter(self._chats.values())).inbox.canned

    async def _values(self, chat: Chat, row: Conversation) -> dict[str, str]:
        try:
            given = await chat.details.given(row.user, row.id)
        except DifyError:
            given = []
        known = {
            "customer": (await self._kept.customer([row.app], self._agent, row.user)).name,
            "agent": chat.handover.support.name or self._name,
            "app": portal.card(chat).name,
        }
        return known | {f"input:{one.variable}": one.text for one in given}

    def _reply(self, row: Reply) -> CannedReply:
        mine = [app for app in self._chats if app in row.apps]
        names = [portal.card(self._chats[app]).name for app in mine] if len(mine) < len(self._chats) else []
        return CannedReply(row.id, row.title, row.text, mine, names)


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its variables filled in; those that are not known stay as they are, and so does the date, which the
    browser knows."""
    return _NAME.sub(lambda found: values.get(found[1]) or found[0], text)
