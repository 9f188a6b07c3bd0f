"""Who is signed in, the accounts of a small team, and wrong guesses at them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", _name(), primary_key=True),
        sa.Column("token", _name(), nullable=False),
        sa.Column("user", _name(255), nullable=False),
        sa.Column("kind", _name(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("address", _name(), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user", "seen_at"])
    op.create_table(
        "accounts",
        sa.Column("name", _name(), primary_key=True),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
    )
    op.create_table(
        "guesses",
        sa.Column("at", _name(), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("wait_until", sa.Float, nullable=False),
        sa.Column("forget_at", sa.Float, nullable=False),
    )
    op.create_index("ix_guesses_forget", "guesses", ["forget_at"])


def downgrade() -> None:
    for table in ("guesses", "accounts", "sessions"):
        op.drop_table(table)
