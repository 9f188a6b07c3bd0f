"""The files of a thread's turns, each with an id of ours."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from app.dify import models
from app.ledger import Ledger, LedgerFailed, Message
from app.runs.attachments import attachment
from app.uploads import Uploads
from app.views import Turn

log = logging.getLogger(__name__)


async def with_files(
    uploads: Uploads, ledger: Ledger, app: str, user: str, conversation_id: str,
    turns: Sequence[Turn], read: Sequence[models.Message], rows: Sequence[Message],
) -> list[Turn]:  # fmt: skip
    """``turns`` with their files: what ``read`` brought is learned first. A question that was asked anew has those of
    the turn that it was asked with at first."""
    ours = {row.upstream_id: row.id for row in rows if row.upstream_id}
    brought = {ours.get(item.id, item.id): item.message_files for item in read if item.message_files}
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
        )
        for turn in turns
    ]
