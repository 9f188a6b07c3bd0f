"""The language in which a conversation's person last read the page."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    language = sa.String(16).with_variant(sa.Text(), "postgresql")
    with op.batch_alter_table("conversations") as conversations:
        conversations.add_column(sa.Column("language", language, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("language")
