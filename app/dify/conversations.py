"""A user's conversations and the variables of one: ``/conversations``."""

from app.dify.models import Conversation, ConversationPage, Renamed, Result, Variable, VariablePage
from app.dify.request import Params, Request, path
from app.dify.transport import Transport


class Conversations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list(
        self, *, user: str, last_id: str = "", limit: int = 20, pinned: bool | None = None, sort_by: str = ""
    ) -> ConversationPage:
        """``limit`` (1 to 100) conversations after ``last_id``.

        ``sort_by`` is ``created_at`` or ``updated_at``, with ``-`` for newest first; servers of the contract's
        time ignore it, and those of today ``pinned``.
        """
        params: Params = {"user": user, "last_id": last_id, "limit": limit, "pinned": pinned, "sort_by": sort_by}
        return await self._transport.call(Request("GET", "/conversations", params=params), ConversationPage)

    async def delete(self, conversation_id: str, *, user: str) -> None:
        """The user goes in a JSON body, also of a DELETE; the answer is 200 or an empty 204."""
        request = Request("DELETE", path("conversations", conversation_id), json={"user": user})
        await self._transport.call(request, Result)

    async def rename(
        self, conversation_id: str, *, user: str, name: str = "", auto_generate: bool = False
    ) -> Conversation:
        """Names it ``name``, or has a model name it. With neither, servers answer 400 or 500.

        The contract's Chinese sample answers ``{"result": "success"}`` alone: then the conversation returned
        knows its id and the name that was sent.
        """
        body = {"name": name, "auto_generate": auto_generate, "user": user}
        request = Request("POST", path("conversations", conversation_id, "name"), json=body, works=auto_generate)
        renamed = await self._transport.call(request, Renamed)
        return Conversation.model_validate({"id": conversation_id, "name": name} | renamed.model_dump())

    async def variables(
        self, conversation_id: str, *, user: str, last_id: str = "", limit: int = 20, variable_name: str = ""
    ) -> VariablePage:
        """A chatflow's conversation variables. Servers of the contract's time have none: ``NotTheApi`` (404)."""
        params: Params = {"user": user, "last_id": last_id, "limit": limit, "variable_name": variable_name}
        request = Request("GET", path("conversations", conversation_id, "variables"), params=params)
        return await self._transport.call(request, VariablePage)

    async def set_variable(self, conversation_id: str, variable_id: str, value: object, *, user: str) -> Variable:
        """``value`` must fit the variable's type, else ``InvalidRequest``."""
        where = path("conversations", conversation_id, "variables", variable_id)
        return await self._transport.call(Request("PUT", where, json={"value": value, "user": user}), Variable)
