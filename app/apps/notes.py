"""What agents note for one another of a conversation, and whom they name in it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from app.apps.serving import Serving, known_as
from app.chat.question import id_of
from app.ledger.inbox.notes import LONGEST, NOTES
from app.views import InboxChoice, InboxNote

__all__ = ["LONGEST", "NOTES", "Notes", "named"]

# A name ends where no letter follows, unless that is of a script which puts no space between words.
_ENDS = r"(?![^\W\u3040-\u30ff\u3400-\u9fff])"


class Notes(Serving):
    """All agents are told of a change; False is what is not there."""

    async def notes(self, app: str, id: str) -> list[InboxNote]:
        """The notes of a conversation, oldest first."""
        return [
            InboxNote(
                it.note.id, known_as(it.note.author, it.name), it.note.author == self._agent, it.note.text,
                it.note.created_at, it.note.edited_at > 0,
            )
            for it in await self._kept.notes(self._chats, app, id)
        ]  # fmt: skip

    async def note(self, app: str, id: str, text: str, number: str) -> bool:
        """Keep a note, once for each ``number``. Raises ``NoRoom``."""
        find, key = partial(named, agents=await self.agents(app)), id_of(app, f"note {self._agent}", number) or ""
        return await self._moved(app, id, await self._kept.note(self._chats, self._agent, app, id, key, text, find))

    async def edit_note(self, app: str, id: str, note: str, text: str) -> bool:
        """Change a note of one's own."""
        find = partial(named, agents=await self.agents(app))
        changed = await self._kept.edit_note(self._chats, self._agent, app, id, note, text, find)
        return await self._moved(app, id, changed)

    async def drop_note(self, app: str, id: str, note: str) -> bool:
        """Take away a note of one's own."""
        return await self._moved(app, id, await self._kept.drop_note(self._chats, self._agent, app, id, note))


def named(text: str, agents: Iterable[InboxChoice]) -> set[str]:
    """The ids of the agents whom a text names: ``@`` and a name, in capitals or not; of two the longer one."""
    ids = defaultdict[str, set[str]](set)
    for agent in agents:
        ids[agent.name.casefold()].add(agent.value)
    names = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    found = re.findall(rf"(?<!\w)@({names}){_ENDS}", text.casefold()) if names else []
    return {id for name in found for id in ids[name]}
