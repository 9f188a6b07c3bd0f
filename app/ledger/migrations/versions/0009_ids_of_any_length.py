"""PostgreSQL heeds the length of a column, as SQLite does not: an id is as long as the upstream makes it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = ("conversations", "messages", "runs", "files", "search_entries", "search_reads", "shares")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _TABLES:
        for column in sa.inspect(op.get_bind()).get_columns(table):
            if getattr(column["type"], "length", None):
                op.alter_column(table, column["name"], type_=sa.Text)


def downgrade() -> None:
    """What is longer by now stays as it is."""
