"""The files of a thread's turns, each with an id of ours."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from app.dify import models
from app.ledger import Ledger, LedgerFailed, Message
from app.runs.attachments import attachment
from app.runs.room import Room, noted
from app.uploads import Uploads
from app.views import Turn

log = logging.getLogger(__name__)


async def with_files(
    uploads: Uploads, ledger: Ledger, app: str, user: str, conversation_id: str,
    turns: Sequence[Turn], read: Sequence[models.Message], rows: Sequence[Message], room: Room,
) -> list[Turn]:  # fmt: skip
    """``turns`` with their files: what ``read`` brought is learned first. A question that was asked anew has those of
    the turn that it was asked with at first. An answer that has more than there is ``room`` for says so."""
    ours = {row.upstream_id: row.id for row in rows if row.upstream_id}
    named = {ours.get(item.id, item.id): _by_whom(item.message_files) for item in read if item.message_files}
    brought = {id: [*asked[: room.files], *came[: room.files]] for id, (asked, came) in named.items()}
    more = {id for id, (_, came) in named.items() if len(came) > room.files}
    if brought:
        try:
            await uploads.learn_all(user, conversation_id, brought)
        except LedgerFailed:
            log.exception("the files of what was read could not be recorded")
    asked_with = {row.id: row.files_of for row in rows if row.files_of}
    found = await ledger.files.of_messages(app, user, {*asked_with.values(), *(turn.id for turn in turns)})
    return [
        replace(
            turn,
            sent=[attachment(row) for row in found.get(asked_with.get(turn.id, turn.id), []) if row.asked],
            files=[attachment(row) for row in found.get(turn.id, []) if not row.asked],
            notes=noted(turn.notes, frozenset({"files"}), room) if turn.id in more else turn.notes,
        )
        for turn in turns
    ]


def _by_whom(files: Sequence[models.MessageFile]) -> tuple[list[models.MessageFile], list[models.MessageFile]]:
    """Those of the question, and those of its answer."""
    return [file for file in files if file.belongs_to == "user"], [file for file in files if file.belongs_to != "user"]
