"""Conversations that a person has taken from the app, and what is said and given in them meanwhile."""

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
    op.create_table(
        "file_pieces",
        *(sa.Column(name, _text(64), primary_key=True) for name in ("app", "file_id")),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user", _text(255), nullable=False),
        sa.Column("conversation_id", _text(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("file_pieces")
    op.execute("DELETE FROM files WHERE source = 'kept'")
    # The version before would show them as turns without a word.
    op.execute("DELETE FROM messages WHERE kind IN ('called', 'came', 'left')")
    op.execute("UPDATE conversations SET status = 'open' WHERE status = 'person'")
    for name, columns in _columns().items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column.name)
