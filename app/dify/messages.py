"""What was said: ``/messages``."""

from app.dify.models import MessagePage, Rating, Result, Suggestions
from app.dify.request import Params, Request, path
from app.dify.transport import Transport


class Messages:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def suggested(self, message_id: str, *, user: str) -> list[str]:
        """What one might ask next, made by a model. ``InvalidRequest`` where the app does not offer it."""
        request = Request("GET", path("messages", message_id, "suggested"), params={"user": user}, works=True)
        return (await self._transport.call(request, Suggestions)).data

    async def list(self, conversation_id: str, *, user: str, first_id: str = "", limit: int = 20) -> MessagePage:
        """The newest ``limit`` (1 to 100) turns, or those before ``first_id``.

        Within a page servers sort oldest to newest by whole seconds, so that a page can drop rows of the same
        second as its edge: see :mod:`app.dify.paging`. Raises ``NotFound`` for another's conversation.
        """
        params: Params = {"conversation_id": conversation_id, "user": user, "first_id": first_id, "limit": limit}
        return await self._transport.call(Request("GET", "/messages", params=params), MessagePage)

    async def rate(self, message_id: str, rating: Rating | None, *, user: str, content: str = "") -> None:
        """Rates, or with None takes the rating back (``InvalidRequest`` where there is none).

        ``content`` is the reason, which servers of the contract's time ignore.
        """
        body = {"rating": rating, "user": user} | ({"content": content} if content else {})
        request = Request("POST", path("messages", message_id, "feedbacks"), json=body)
        await self._transport.call(request, Result)
