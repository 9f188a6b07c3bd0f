"""Links by which others may read a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("app", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("thread", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("opened", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_shares_newest", "shares", ["app", "user", "created_at"])
    op.create_index("ix_shares_conversation", "shares", ["app", "user", "conversation_id"])


def downgrade() -> None:
    op.drop_table("shares")
