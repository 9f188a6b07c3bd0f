"""The inbox of who serves people: what conversations are listed by, labels, ratings, what was read, kept filters."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_THERE = "deleted_at IS NULL"
# By name: what stands before the order of the list, and which conversations are in it, on PostgreSQL and on SQLite.
_INDICES = {
    "ix_inbox_newest": ([], _THERE, _THERE),
    "ix_inbox_status": (["status"], _THERE, _THERE),
    "ix_inbox_assignee": (["assignee"], f"assignee <> '' AND {_THERE}", f"assignee <> '' AND {_THERE}"),
    "ix_inbox_rating": (["rating"], f"rating <> '' AND {_THERE}", f"rating <> '' AND {_THERE}"),
    "ix_inbox_failed": ([], f"failed AND {_THERE}", f"failed = 1 AND {_THERE}"),
}
_LAST = """
SELECT {wanted} FROM messages AS m
WHERE m.app = conversations.app AND m."user" = conversations."user" AND m.conversation_id = conversations.id
AND NOT m.hidden ORDER BY m.created_at DESC LIMIT 1
"""


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("status", _name(16), nullable=False, server_default=sa.text("'open'")),
        sa.Column("assignee", _name(255), nullable=False, server_default=sa.text("''")),
        sa.Column("rating", _name(16), nullable=False, server_default=sa.text("''")),
        sa.Column("failed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("excerpt", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("asked_at", sa.Float, nullable=False, server_default=sa.text("0")),
    ]


def upgrade() -> None:
    for column in _columns():
        op.add_column("conversations", column)
    asked, question = (_LAST.format(wanted=wanted) for wanted in ("m.created_at", "substr(m.question, 1, 200)"))
    failed = _LAST.format(wanted="m.status IN ('failed', 'interrupted')")
    fill = f"""
        UPDATE conversations SET asked_at = COALESCE(({asked}), updated_at), failed = COALESCE(({failed}), :no),
        excerpt = COALESCE(replace(({question}), :line, ' '), '')
    """
    op.execute(sa.text(fill).bindparams(sa.bindparam("no", False, sa.Boolean), line="\n"))
    for name, (first, postgresql, sqlite) in _INDICES.items():
        columns = ["app", *first, "updated_at", "id"]
        where = [sa.text(one) for one in (postgresql, sqlite)]
        op.create_index(name, "conversations", columns, postgresql_where=where[0], sqlite_where=where[1])
    op.create_table(
        "ratings",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "conversation_id", "id")),
        sa.Column("user", _name(255), nullable=False),
        sa.Column("rating", _name(16), nullable=False),
    )
    op.create_table(
        "labels",
        *(sa.Column(name, _name(), primary_key=True) for name in ("app", "conversation_id", "label")),
        sa.Column("user", _name(255), nullable=False),
    )
    op.create_index("ix_labels_label", "labels", ["app", "label", "conversation_id"])
    op.create_table(
        "inbox_seen",
        sa.Column("app", _name(), primary_key=True),
        sa.Column("conversation_id", _name(), primary_key=True),
        sa.Column("agent", _name(255), primary_key=True),
        sa.Column("user", _name(255), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
    )
    op.create_index("ix_inbox_seen_agent", "inbox_seen", ["agent"])
    op.create_table(
        "inbox_agents",
        sa.Column("agent", _name(255), primary_key=True),
        sa.Column("read_until", sa.Float, nullable=False),
    )
    op.create_table(
        "inbox_views",
        sa.Column("agent", _name(255), primary_key=True),
        sa.Column("id", _name(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    for table in ("inbox_views", "inbox_agents", "inbox_seen", "labels", "ratings"):
        op.drop_table(table)
    for name in _INDICES:
        op.drop_index(name, "conversations")
    with op.batch_alter_table("conversations") as conversations:
        for column in _columns():
            conversations.drop_column(column.name)
