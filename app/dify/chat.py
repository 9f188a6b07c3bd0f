"""Questions and their answers: ``/chat-messages``."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from app.dify.events import StreamEvent
from app.dify.models import ChatAnswer, FileInput, Result
from app.dify.request import Gather, Request, path
from app.dify.transport import Transport


class Chat:
    """Nothing here is ever sent twice: a question is paid for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @asynccontextmanager
    async def stream(
        self,
        *,
        query: str,
        user: str,
        inputs: Mapping[str, Any] | None = None,
        conversation_id: str = "",
        files: Sequence[FileInput] = (),
        auto_generate_name: bool = True,
        trace_id: str = "",
        gather: Gather | None = None,
    ) -> AsyncGenerator[AsyncIterator[StreamEvent], None]:
        """The answer's events; on entry its errors, once the server has said how it stands (up to 10 s).

        The iterator ends when the connection does: whether a ``message_end`` or an ``error`` came before is
        the caller's to see. It raises ``StreamCut`` and ``TimedOut``. The inputs of a conversation's first
        turn hold for all of it. A server that keeps traces keeps this one's under ``trace_id``. Pieces of text are read
        together, as far as ``gather`` lets them wait. A server that loses its reader loses the answer (seen on 0.6.5
        and 0.15.3).
        """
        body = _question("streaming", query, user, inputs, conversation_id, files, auto_generate_name)
        body |= {"trace_id": trace_id} if trace_id else {}
        async with self._transport.events(Request("POST", "/chat-messages", json=body, gather=gather)) as events:
            yield events

    async def send(
        self,
        *,
        query: str,
        user: str,
        inputs: Mapping[str, Any] | None = None,
        conversation_id: str = "",
        files: Sequence[FileInput] = (),
        auto_generate_name: bool = True,
    ) -> ChatAnswer:
        """The whole answer at once. An agent refuses with ``InvalidRequest``: it only streams."""
        body = _question("blocking", query, user, inputs, conversation_id, files, auto_generate_name)
        return await self._transport.call(Request("POST", "/chat-messages", json=body, works=True), ChatAnswer)

    async def stop(self, task_id: str, *, user: str) -> None:
        """Ends a stream, which then closes with an ordinary ``message_end`` within about a second.

        Servers answer success for any task, also an unknown one, or one of another user.
        """
        request = Request("POST", path("chat-messages", task_id, "stop"), json={"user": user})
        await self._transport.call(request, Result)


def _question(
    mode: Literal["streaming", "blocking"],
    query: str,
    user: str,
    inputs: Mapping[str, Any] | None,
    conversation_id: str,
    files: Sequence[FileInput],
    auto_generate_name: bool,
) -> dict[str, Any]:
    """``auto_generate_name`` is always sent: the contract's two languages differ in its default."""
    return {
        "query": query,
        "inputs": dict(inputs or {}),
        "response_mode": mode,
        "user": user,
        "conversation_id": conversation_id,
        "files": [file.model_dump(exclude_none=True) for file in files],
        "auto_generate_name": auto_generate_name,
    }
