"""Since when a customer waits for somebody, and where they can be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_WAITS = sa.text("waits_since > 0 AND deleted_at IS NULL")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("waits_since", sa.Float, nullable=False, server_default=sa.text("0")))
    op.add_column("conversations", sa.Column("contact", sa.Text, nullable=False, server_default=sa.text("''")))
    columns = ["app", "waits_since"]
    op.create_index("ix_inbox_waits", "conversations", columns, postgresql_where=_WAITS, sqlite_where=_WAITS)


def downgrade() -> None:
    op.drop_index("ix_inbox_waits", "conversations")
    with op.batch_alter_table("conversations") as table:
        table.drop_column("waits_since")
        table.drop_column("contact")
