"""All that one person has, written as a ZIP while it is read: a conversation at a time is in memory, and no more."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import Any

from app.chat import Chat, Gone
from app.dify.errors import DifyError
from app.export import Thread, Zip, person
from app.export.data import shape
from app.i18n import CATALOGUES
from app.ledger import Ledger
from app.uploads import FileGone

WORDS = CATALOGUES["en"]


class Exporting:
    """One person's. ``chats`` are those of the apps whose part is wanted."""

    def __init__(self, ledger: Ledger, user: str, chats: Iterable[Chat]) -> None:
        self._ledger = ledger
        self._user = user
        self._chats = list(chats)
        self.missing = list[str]()

    async def pieces(self, *, whole: bool) -> AsyncGenerator[bytes, None]:
        """The ZIP's bytes; as a ``whole`` with what is of no app. What could not be had is named in it."""
        self._zip = Zip()
        try:
            yield self._zip.add("README.txt", person.README)
            if whole:
                yield self._zip.add("person.json", person.listed(await self._ledger.people.of_person(self._user)))
            for chat in self._chats:
                async with aclosing(self._app(chat)) as pieces:
                    async for piece in pieces:
                        yield piece
            if self.missing:
                yield self._zip.add("missing.txt", "".join(f"{line}\n" for line in self.missing))
            yield self._zip.end()
        finally:
            self._zip.end()

    async def _app(self, chat: Chat) -> AsyncGenerator[bytes, None]:
        ids, told = await chat.taking.own(self._user)
        if not told:
            self.missing.append(f"{chat.slug}: the app could not be asked; what it alone has is not here")
        for id in ids:
            async with aclosing(self._conversation(chat, id, ask=told)) as pieces:
                async for piece in pieces:
                    yield piece
        if other := await self._ledger.people.of_none(chat.slug, self._user):
            yield self._zip.add(f"apps/{chat.slug}/other.json", person.listed(other))

    async def _conversation(self, chat: Chat, id: str, *, ask: bool) -> AsyncGenerator[bytes, None]:
        try:
            thread = await chat.taking.thread(self._user, id, ask=ask)
        except Gone:  # About to be deleted, or only now.
            thread = Thread("", "", 0.0, (), whole=False)
        rows = await self._ledger.people.of_conversation(chat.slug, self._user, id)
        if not rows:
            return
        if ask and not thread.whole:
            self.missing.append(f"{chat.slug}: the app could not be asked for all of the conversation {id}")
        text = await asyncio.to_thread(person.talk, shape(thread, WORDS), rows)
        yield self._zip.add(f"{self._zip.free(f'apps/{chat.slug}/conversations/{person.named(id)}')}.json", text)
        for file in rows.get("files", []):
            if file["source"] == "kept" or (ask and file["source"] != "remote_url"):
                async with aclosing(self._file(chat, file)) as pieces:
                    async for piece in pieces:
                        yield piece

    async def _file(self, chat: Chat, file: dict[str, Any]) -> AsyncGenerator[bytes, None]:
        name = f"apps/{chat.slug}/files/{person.named(file['id'], file['name'])}"
        try:
            async with (
                chat.files.open(self._user, file["id"]) as opened,
                aclosing(self._zip.add_pieces(name, opened.body.aiter_bytes())) as pieces,
            ):
                async for piece in pieces:
                    yield piece
        except (FileGone, DifyError) as error:
            self.missing.append(f"{chat.slug}: the file {file['id']} ({file['name']}): {type(error).__name__}")
