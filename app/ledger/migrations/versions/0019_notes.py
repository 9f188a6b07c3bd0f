"""Notes of agents on a conversation, and whom they mention."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notes",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "id")),
        sa.Column("conversation_id", _name(), nullable=False),
        *(sa.Column(name, _name(255), nullable=False) for name in ("user", "author")),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("edited_at", sa.Float, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_notes_conversation", "notes", ["app", "conversation_id", "created_at"])
    op.create_table(
        "mentions",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "note_id")),
        sa.Column("agent", _name(255), primary_key=True),
        sa.Column("conversation_id", _name(), nullable=False),
        sa.Column("user", _name(255), nullable=False),
    )
    op.create_index("ix_mentions_agent", "mentions", ["agent", "app", "conversation_id"])


def downgrade() -> None:
    for table in ("mentions", "notes"):
        op.drop_table(table)
