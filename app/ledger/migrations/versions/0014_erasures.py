"""What is yet to be erased of people."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("app", _name(), primary_key=True),
        sa.Column("user", _name(255), primary_key=True),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("begun", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("left", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("unread", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("count", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("tried_at", sa.Float, nullable=False, server_default=sa.text("0")),
        sa.Column("held_until", sa.Float, nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    op.drop_table("erasures")
