"""Thoughts of an answer, and the forms that a paused flow waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("thoughts", sa.JSON, nullable=False, server_default="[]"))
        messages.add_column(sa.Column("forms", sa.JSON, nullable=False, server_default="[]"))
        messages.add_column(sa.Column("workflow_run_id", sa.String(64), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        for column in ("workflow_run_id", "forms", "thoughts"):
            messages.drop_column(column)
