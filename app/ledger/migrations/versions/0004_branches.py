"""Which turn follows which, and what an answer took."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("parent_id", sa.String(64)))
        messages.add_column(sa.Column("files_of", sa.String(64)))
        messages.add_column(sa.Column("usage", sa.JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("conversations") as conversations:
        conversations.add_column(sa.Column("chosen", sa.JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("chosen")
    with op.batch_alter_table("messages") as messages:
        for column in ("usage", "files_of", "parent_id"):
            messages.drop_column(column)
