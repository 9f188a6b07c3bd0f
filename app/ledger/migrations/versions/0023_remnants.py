"""What apps have of people's words besides their conversations, and are to take away."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "remnants",
        sa.Column("app", _name(), primary_key=True),
        sa.Column("kind", _name(16), primary_key=True),
        sa.Column("id", _name(), primary_key=True),
        sa.Column("user", _name(255), nullable=False),
        sa.Column("due_at", sa.Float, nullable=False, server_default=sa.text("0")),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    )


def downgrade() -> None:
    op.drop_table("remnants")
