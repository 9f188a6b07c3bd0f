"""Answers that agents have corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "corrections",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "turn_id")),
        sa.Column("user", _name(255), nullable=False),
        *(sa.Column(name, _name(), nullable=False) for name in ("conversation_id", "annotation_id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("question", "answer")),
        sa.Column("agent", _name(255), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("corrections")
