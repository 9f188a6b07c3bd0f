"""The audit log, which the database itself only lets grow: no line is changed, and none goes in its first 30 days."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

YOUNG = 30 * 86_400
SAYS = "the audit log is only added to"
SQLITE = (
    f"CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit"
    f" WHEN OLD.at > CAST(strftime('%s', 'now') AS REAL) - {YOUNG}"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" IF TG_OP = 'DELETE' AND OLD.at <= extract(epoch from now()) - {YOUNG} THEN RETURN OLD; END IF;"
    f" RAISE EXCEPTION '{SAYS}'; END $$",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    f"CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$",
    "CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()",
)


def _name(length: int = 64) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.Text(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _name(), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", _name(16), nullable=False),
        sa.Column("agent", _name(255), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", _name(), nullable=False),
        sa.Column("app", _name(), nullable=False),
        sa.Column("conversation", _name(), nullable=False),
        sa.Column("customer", _name(255), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_newest", "audit", ["at", "id"])
    for name in ("agent", "customer", "conversation"):
        op.create_index(f"ix_audit_{name}", "audit", [name, "at", "id"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_stays()")
        op.execute("DROP FUNCTION audit_is_kept()")
