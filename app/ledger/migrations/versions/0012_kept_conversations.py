"""Which visitor made what somebody has kept on signing in, and whose conversations are whose, whatever the app."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TABLES = ("conversations", "messages", "runs", "files")


def upgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            kind = sa.String(255).with_variant(sa.Text(), "postgresql")
            table.add_column(sa.Column("made_by", kind, nullable=False, server_default=sa.text("''")))
    op.create_index("ix_conversations_user", "conversations", ["user"])


def downgrade() -> None:
    op.drop_index("ix_conversations_user", "conversations")
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("made_by")
