"""The client of the Chat App API: one attribute a resource. All failures are :class:`app.dify.errors.DifyError`."""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from app.dify.annotations import Annotations
from app.dify.app_info import App
from app.dify.audio import Audio
from app.dify.body import Body
from app.dify.chat import Chat
from app.dify.conversations import Conversations
from app.dify.end_users import EndUsers
from app.dify.files import Files
from app.dify.forms import Forms
from app.dify.messages import Messages
from app.dify.request import Timeouts
from app.dify.transport import Network, Transport
from app.dify.workflows import Workflows

_TIMEOUTS = Timeouts()


class Client:
    """One app of one server. ``base_url`` is as the server names it, such as ``https://host/v1``.

    ``file_hosts`` are those besides the API's own that :meth:`fetch` asks, as ``host`` or ``host:port``.
    Raises ValueError for a key that no header can carry, and ``Unreachable`` for an address that is none.
    To be closed: ``async with`` or :meth:`aclose`.
    """

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr,
        timeouts: Timeouts = _TIMEOUTS,
        transport: Network | None = None,
        file_hosts: Collection[str] = (),
    ) -> None:
        self._transport = Transport(base_url, api_key, timeouts, transport, file_hosts)
        self.chat = Chat(self._transport)
        self.messages = Messages(self._transport)
        self.conversations = Conversations(self._transport)
        self.files = Files(self._transport)
        self.audio = Audio(self._transport)
        self.app = App(self._transport)
        self.annotations = Annotations(self._transport)
        self.workflows = Workflows(self._transport)
        self.forms = Forms(self._transport)
        self.end_users = EndUsers(self._transport)

    @asynccontextmanager
    async def fetch(self, address: str, *, part: str = "") -> AsyncGenerator[Body, None]:
        """A file's bytes at the signed address that a message named, without the key; ``part`` is a ``Range``.

        Raises ``ForeignAddress`` for what is not fetched, and ``Forbidden`` for an address that has run out.
        """
        async with self._transport.fetch(address, part) as body:
            yield body

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
