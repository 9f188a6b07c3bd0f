"""What a person does with a conversation: pin it, archive it, see it, delete it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_FLAGS = ("pinned", "archived")
_TIMES = ("answered_at", "seen_at")


def upgrade() -> None:
    with op.batch_alter_table("conversations") as conversations:
        for name in _FLAGS:
            conversations.add_column(sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
        for name in _TIMES:
            conversations.add_column(sa.Column(name, sa.Float, nullable=False, server_default=sa.text("0")))
        conversations.add_column(sa.Column("deleted_at", sa.Float))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as conversations:
        for name in ("deleted_at", *_TIMES, *_FLAGS):
            conversations.drop_column(name)
