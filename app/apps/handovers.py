"""An agent steps in: takes a conversation from the app, writes in it, and hands it back."""

from collections.abc import AsyncIterable, Sequence

from app.apps.serving import Serving
from app.chat.handover import Told
from app.ledger import File


class Handovers(Serving):
    """Each method is as that of :class:`app.chat.handover.Handover` is. In an app that is not the agent's it raises
    ``Gone`` as well."""

    async def take(self, app: str, id: str, *, over: bool = False) -> None:
        await self.chat(app).handover.take(id, self._agent, self._name, over=over)

    async def say(self, app: str, id: str, text: str, number: str, files: Sequence[str] = ()) -> None:
        await self.chat(app).handover.say(id, self._agent, text, number, files)

    async def receive(
        self, app: str, id: str, name: str, media_type: str, size: int | None, stream: AsyncIterable[bytes]
    ) -> File:
        return await self.chat(app).handover.receive(id, self._agent, name, media_type, size, stream)

    async def discard(self, app: str, id: str, file_id: str) -> None:
        await self.chat(app).handover.discard(id, file_id)

    async def giver(self, app: str, id: str, file_id: str) -> str:
        return await self.chat(app).handover.giver(id, file_id)

    async def said(self, app: str, id: str) -> Told:
        return await self.chat(app).handover.said(id)

    async def hand_back(self, app: str, id: str, context: str, until: float) -> None:
        await self.chat(app).handover.hand_back(id, self._agent, context, until)
