"""What is searched: titles and turns, their index, and how far conversations were looked through for it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("app", sa.String(64), nullable=False),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("turn_id", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.UniqueConstraint("app", "user", "conversation_id", "turn_id"),
    )
    op.create_table(
        "search_reads",
        sa.Column("app", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    # Words come from app.search with spaces between.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_index (id BIGINT PRIMARY KEY, words TEXT NOT NULL, lexemes TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_index_lexemes ON search_index USING gin (lexemes)")
    else:  # This tokenizer takes all beyond ASCII as letters, as they are.
        op.execute("CREATE VIRTUAL TABLE search_index USING fts5 (owner, words, tokenize = 'ascii', prefix = '1 2')")


def downgrade() -> None:
    for table in ("search_index", "search_reads", "search_entries"):
        op.drop_table(table)
