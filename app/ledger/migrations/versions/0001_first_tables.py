"""Conversations, messages and runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _owned(*columns: sa.Column) -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("app", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(255), nullable=False),
        *columns,
    ]


def upgrade() -> None:
    op.create_table(
        "conversations",
        *_owned(
            sa.Column("upstream_id", sa.String(64)),
            sa.Column("name", sa.Text, nullable=False),
            sa.Column("inputs", sa.JSON, nullable=False),
            sa.Column("created_at", sa.Float, nullable=False),
            sa.Column("updated_at", sa.Float, nullable=False),
        ),
        sa.UniqueConstraint("app", "user", "upstream_id"),
    )
    op.create_index("ix_conversations_newest", "conversations", ["app", "user", "updated_at"])
    op.create_table(
        "messages",
        *_owned(
            sa.Column("conversation_id", sa.String(64), nullable=False),
            sa.Column("upstream_id", sa.String(64)),
            sa.Column("question", sa.Text, nullable=False),
            sa.Column("answer", sa.Text, nullable=False),
            sa.Column("status", sa.String(16), nullable=False),
            sa.Column("notice", sa.JSON, nullable=False),
            sa.Column("notes", sa.JSON, nullable=False),
            sa.Column("citations", sa.JSON, nullable=False),
            sa.Column("hidden", sa.Boolean, nullable=False),
            sa.Column("created_at", sa.Float, nullable=False),
        ),
    )
    op.create_index("ix_messages_thread", "messages", ["app", "user", "conversation_id", "created_at"])
    op.create_index("ix_messages_upstream", "messages", ["app", "user", "upstream_id"])
    op.create_table(
        "runs",
        *_owned(
            sa.Column("conversation_id", sa.String(64), nullable=False),
            sa.Column("message_id", sa.String(64), nullable=False),
            sa.Column("task_id", sa.String(64)),
            sa.Column("status", sa.String(16), nullable=False),
            sa.Column("started_at", sa.Float, nullable=False),
            sa.Column("ended_at", sa.Float),
        ),
    )
    op.create_index("ix_runs_conversation", "runs", ["app", "user", "conversation_id"])


def downgrade() -> None:
    for table in ("runs", "messages", "conversations"):
        op.drop_table(table)
