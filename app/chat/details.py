"""What somebody filled in before a conversation: the app has kept it since, and never takes another."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from app.chat.gone import Gone
from app.dify import Client
from app.dify.errors import NotFound
from app.ledger import Conversation, File, Ledger
from app.runs.attachments import attachment
from app.views import Detail, Field


class Details:
    """One app's. ``fields`` gives the controls of its form, and may raise ``DifyError``."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, fields: Callable[[str], Awaitable[list[Field]]]
    ) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger
        self._fields = fields

    async def given(self, user: str, conversation_id: str) -> list[Detail]:
        """A value for each control that the form has now, empty where nothing was given; then those of earlier ones.

        Of a conversation that began elsewhere the app alone knows them, and only what the form asks for is told: the
        rest may be the operator's. Raises :class:`Gone` and ``DifyError``.
        """
        row = await self._ledger.conversation(self._app, user, conversation_id)
        if row is None:
            raise Gone
        fields = await self._fields(user)
        known = {field.variable: field for field in fields}
        inputs = await self.inputs(row)
        names = [*known, *(name for name in row.inputs if name not in known)]
        given = [item for value in inputs.values() for item in _files(value)]
        rows = await self._ledger.files.given(self._app, user, given)
        return [_detail(known.get(name) or Field(name, name), inputs.get(name), rows) for name in names]

    async def inputs(self, row: Conversation) -> dict[str, Any]:
        """The values as the app has them. Raises ``DifyError``."""
        if row.inputs or not row.upstream_id:
            return dict(row.inputs)
        try:
            page = await self._client.messages.list(row.upstream_id, user=row.upstream_user, limit=1)
        except NotFound:
            return {}
        return page.data[0].inputs if page.data else {}


def _detail(field: Field, value: Any, rows: Mapping[str, File]) -> Detail:
    given = _files(value)
    files = [attachment(row) for name in given if (row := rows.get(name))]
    return Detail(field.variable, field.label, field.kind, "" if given else _text(value), files)


def _text(value: Any) -> str:
    """As the control has it: a ticked box as ``true``, one that is not as nothing."""
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)


def _files(value: Any) -> list[str]:
    """The uploads' ids and the addresses of a control for files, as ``file_inputs`` made them."""
    items = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    return [str(item.get("upload_file_id") or item.get("url") or "") for item in items]
