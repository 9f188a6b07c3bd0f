"""What answers took and how they failed, counted by the quarter of an hour, and what was said of bad ones."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

QUARTER = 900  # seconds
_FIRSTS, _WHOLES = 17, 18
_COUNTED = ["done", "stopped", "failed", "interrupted", "uncited", "tokens"]
_COUNTED += [f"first_{place}" for place in range(_FIRSTS)] + [f"whole_{place}" for place in range(_WHOLES)]
_WHERE = {"ix_runs_failed": ("error <> ''", "error <> ''"), "ix_runs_uncited": ("uncited", "uncited = 1")}
_THERE, _CAME = sa.text("deleted_at IS NULL"), sa.text("kind = 'came'")


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("error", _name(), nullable=False, server_default=sa.text("''")))
        runs.add_column(sa.Column("uncited", sa.Boolean, nullable=False, server_default=sa.false()))
    for name, (postgresql, sqlite) in _WHERE.items():
        where = [sa.text(one) for one in (postgresql, sqlite)]
        op.create_index(name, "runs", ["app", "ended_at"], postgresql_where=where[0], sqlite_where=where[1])
    with op.batch_alter_table("ratings") as ratings:
        ratings.add_column(sa.Column("at", sa.Float, nullable=False, server_default=sa.text("0")))
        ratings.add_column(sa.Column("reason", sa.Text, nullable=False, server_default=sa.text("''")))
        ratings.add_column(sa.Column("done_at", sa.Float))
    op.create_index("ix_ratings_newest", "ratings", ["app", "rating", "at"])
    began = ["app", "created_at", "user", "status", "assignee"]
    op.create_index("ix_conversations_began", "conversations", began, postgresql_where=_THERE, sqlite_where=_THERE)
    came = ["app", "conversation_id"]
    op.create_index("ix_messages_came", "messages", came, postgresql_where=_CAME, sqlite_where=_CAME)
    op.create_table(
        "tallies",
        sa.Column("app", _name(), primary_key=True),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("currency", _name(16), primary_key=True),
        sa.Column("price", sa.Float, nullable=False, server_default=sa.text("0")),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text("0")) for name in _COUNTED),
    )
    _of_before()


def _of_before() -> None:
    """What the ledger has of earlier answers: how many, and how they ended. Ratings are of when it last changed."""
    op.execute("""
        UPDATE ratings SET at = (
            SELECT c.updated_at FROM conversations AS c
            WHERE c.app = ratings.app AND c.id = ratings.conversation_id
        ) WHERE EXISTS (
            SELECT 1 FROM conversations AS c WHERE c.app = ratings.app AND c.id = ratings.conversation_id
        )
    """)
    began = "ended_at" if op.get_bind().dialect.name == "sqlite" else "floor(ended_at)"
    statuses = ["done", "stopped", "failed", "interrupted"]
    sums = ", ".join(f"SUM(CASE WHEN status = '{status}' THEN 1 ELSE 0 END)" for status in statuses)
    op.execute(f"""
        INSERT INTO tallies (app, at, currency, {", ".join(statuses)})
        SELECT app, CAST({began} AS BIGINT) / {QUARTER} * {QUARTER}, '', {sums}
        FROM runs WHERE ended_at IS NOT NULL
        GROUP BY app, CAST({began} AS BIGINT) / {QUARTER} * {QUARTER}
    """)


def downgrade() -> None:
    op.drop_table("tallies")
    op.drop_index("ix_messages_came", "messages")
    op.drop_index("ix_conversations_began", "conversations")
    op.drop_index("ix_ratings_newest", "ratings")
    with op.batch_alter_table("ratings") as ratings:
        for name in ("at", "reason", "done_at"):
            ratings.drop_column(name)
    for name in _WHERE:
        op.drop_index(name, "runs")
    with op.batch_alter_table("runs") as runs:
        for name in ("error", "uncited"):
            runs.drop_column(name)
