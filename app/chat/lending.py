"""A customer's files on their way to the app once more, where an agent asks it beside the conversation.

The app gives no user what another one has uploaded: the bytes of an upload are read and uploaded again, by the user who
asks. An address goes as it is. What was given to a person stays here.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from app.dify import Client, models
from app.dify.errors import DifyError
from app.ledger import File, Ledger
from app.uploads import FileGone, Refused, Uploads


@dataclass(frozen=True)
class Lent:
    """What goes with a question; ``left`` are the names of what cannot."""

    files: Sequence[models.FileInput]
    inputs: Mapping[str, Any]
    left: Sequence[str]


class Lending:
    """One app's, to ``user``."""

    def __init__(self, app: str, client: Client, ledger: Ledger, files: Uploads, user: str) -> None:
        self._app, self._client, self._ledger, self._files, self._user = app, client, ledger, files, user

    async def lend(self, owner: str, ids: Sequence[str], inputs: Mapping[str, Any]) -> Lent:
        """The ``owner``'s files of those ids, and what was uploaded for the ``inputs``. Of more files than the app
        takes with a question the last go."""
        own = await self._ledger.files.own(self._app, owner, ids)
        uploads = [id for value in inputs.values() for item in _items(value) if (id := _upload(item))]
        given = await self._ledger.files.given(self._app, owner, uploads)
        loan = _Loan(self, given)
        rows = [own[id] for id in dict.fromkeys(ids) if id in own]
        most = await self._most() if rows else 0
        files = [file for row in rows[max(0, len(rows) - most) :] if (file := await loan.file(row))]
        filled = {name: await loan.input(name, value) for name, value in inputs.items()}
        left = [*(row.name for row in rows[: max(0, len(rows) - most)]), *loan.left]
        return Lent(
            files, {name: value for name, value in filled.items() if value is not None}, list(dict.fromkeys(left))
        )

    async def upload(self, row: File) -> str:
        """The id that the app gives it this time; nothing where it cannot be read, or is not taken."""
        if row.source == "kept":
            return ""
        with suppress(FileGone, DifyError):
            async with self._files.open(row.user, row.id) as opened:
                body, size = opened.body, opened.body.size if opened.body.size >= 0 else None
                kind = row.mime_type or body.media_type
                again = self._client.files.upload(row.name, body.aiter_bytes(), kind, user=self._user, size=size)
                return (await again).id
        return ""

    async def _most(self) -> int:
        try:
            return (await self._files.limits(self._user)).max_count
        except Refused:
            return 0


class _Loan:
    """What goes with one question: each upload once. ``given`` are the files of its inputs, by the app's ids."""

    def __init__(self, lending: Lending, given: Mapping[str, File]) -> None:
        self.left: list[str] = []
        self._lending, self._given = lending, given
        self._ids: dict[str, str] = {}

    async def file(self, row: File) -> models.FileInput | None:
        kind = cast(models.FileType, row.kind)
        if row.source == "remote_url":
            return models.FileInput(type=kind, transfer_method="remote_url", url=row.url)
        id = await self._uploaded(row)
        return models.FileInput(type=kind, transfer_method="local_file", upload_file_id=id) if id else None

    async def input(self, name: str, value: Any) -> Any:
        """The value with its uploads made anew; None where nothing is left of it."""
        sent = []
        for item in _items(value):
            if not (upload := _upload(item)):
                sent.append(item)
            elif (row := self._given.get(upload)) is None:
                self.left.append(name)
            elif id := await self._uploaded(row):
                sent.append(item | {"upload_file_id": id})
        return sent if isinstance(value, list) else next(iter(sent), None)

    async def _uploaded(self, row: File) -> str:
        if row.id not in self._ids:
            self._ids[row.id] = await self._lending.upload(row)
            if not self._ids[row.id]:
                self.left.append(row.name)
        return self._ids[row.id]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _upload(item: Any) -> str:
    return str(item.get("upload_file_id") or "") if isinstance(item, dict) else ""
