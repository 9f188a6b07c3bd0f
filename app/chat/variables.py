"""The variables of a conversation: what a flow keeps from one question to the next, for whoever builds the app."""

import json
from collections.abc import Callable
from typing import Any

from app.chat.gone import Gone
from app.dify import Client, models
from app.dify.errors import DifyError, InvalidRequest, NotFound, NotTheApi
from app.ledger import Conversation, Ledger
from app.policy import Policy
from app.views import Notice, Variable

PAGE, PAGES = 100, 10  # how many are read at once, and how often


class Variables:
    """One app's. By the usual policy only a builder sees and sets them: a flow may keep in them what no visitor should
    know."""

    def __init__(self, app: str, client: Client, ledger: Ledger, policy: Callable[[], Policy]) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger
        self._policy = policy

    async def all(self, user: str, conversation_id: str) -> list[Variable]:
        """None of an app that keeps none. Raises :class:`Gone` and ``DifyError``."""
        found = await self._read(await self._row(user, conversation_id))
        return [Variable(one.name, one.value_type, one.value, one.description) for one in found]

    async def set(self, user: str, conversation_id: str, name: str, text: str) -> Notice:
        """Give a variable the value that stands in ``text``; what is wrong with it, if anything is.

        Raises :class:`Gone` and ``DifyError``.
        """
        row = await self._row(user, conversation_id)
        found = await self._read(row)
        variable = next((one for one in found if one.name == name), None)
        if variable is None:
            raise Gone
        wrong = Notice("variable_wrong", {"name": name, "kind": variable.value_type})
        try:
            value = _value(variable.value_type, text)
        except ValueError:
            return wrong
        try:
            await self._client.conversations.set_variable(
                row.upstream_id or "", variable.id, value, user=row.upstream_user
            )
        except InvalidRequest:
            return wrong
        return Notice()

    async def give(self, row: Conversation, name: str, text: str) -> bool:
        """Give a variable a text by this server's own will. False where there is none of that name that takes it."""
        try:
            variable = next((one for one in await self._read(row) if one.name == name), None)
            if variable is None or variable.value_type != "string":
                return False
            await self._client.conversations.set_variable(
                row.upstream_id or "", variable.id, text, user=row.upstream_user
            )
        except DifyError:
            return False
        return True

    async def _row(self, user: str, conversation_id: str) -> Conversation:
        row = await self._ledger.conversation(self._app, user, conversation_id)
        if row is None or not self._policy().sees("variables"):
            raise Gone
        return row

    async def _read(self, row: Conversation) -> list[models.Variable]:
        where, user = row.upstream_id, row.upstream_user
        if not where:
            return []
        found: dict[str, models.Variable] = {}
        last = ""
        for _ in range(PAGES):
            try:
                page = await self._client.conversations.variables(where, user=user, last_id=last, limit=PAGE)
            except (NotFound, NotTheApi):
                break  # A server that has none, or no such conversation any more.
            new = {one.id: one for one in page.data if one.id not in found}
            found |= new
            if not page.has_more or not new:
                break
            last = page.data[-1].id
        return list(found.values())


def _value(kind: str, text: str) -> Any:
    """``text`` as a value of that type. Raises ``ValueError``. The API shows all but a string as JSON."""
    if kind == "string":
        return text
    value = json.loads(text)
    if kind == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(text)
    return value
