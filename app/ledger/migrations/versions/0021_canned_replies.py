"""Replies that service agents keep to use again."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", _name(), primary_key=True),
        sa.Column("apps", sa.JSON, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("title", "text")),
        sa.Column("owner", _name(255), nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("canned_replies")
