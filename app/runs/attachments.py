"""A file of the ledger as the page shows it."""

from typing import cast

from app.ledger import File
from app.views import Attachment, Kind


def attachment(row: File) -> Attachment:
    return Attachment(row.id, cast(Kind, row.kind), row.name, row.size, link=row.source == "remote_url")
