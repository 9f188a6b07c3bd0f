"""Conversations that a person has taken from the app, and what is said in them meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def _text(length: int | None = None) -> sa.types.TypeEngine[str]:
    return sa.Text() if length is None else sa.String(length).with_variant(sa.Text(), "postgresql")


def _columns() -> dict[str, list[sa.Column[object]]]:
    empty, none = sa.text("''"), sa.text("0")
    return {
        "conversations": [
            sa.Column("person", _text(), nullable=False, server_default=empty),
            sa.Column("spoken_at", sa.Float, nullable=False, server_default=none),
            sa.Column("context", _text(), nullable=False, server_default=empty),
        ],
        "messages": [
            sa.Column("kind", _text(16), nullable=False, server_default=empty),
            sa.Column("author", _text(), nullable=False, server_default=empty),
            sa.Column("agent", _text(255), nullable=False, server_default=empty),
            sa.Column("context", _text(), nullable=False, server_default=empty),
        ],
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    # The version before would show them as turns without a word.
    op.execute("DELETE FROM messages WHERE kind IN ('called', 'came', 'left')")
    op.execute("UPDATE conversations SET status = 'open' WHERE status = 'person'")
    for name, columns in _columns().items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column.name)
