"""Ratings of conversations that are not here, which agents have dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ratings_elsewhere",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "id")),
        sa.Column("done_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("ratings_elsewhere")
