"""Who serves people: by which name, in which apps, and when they came last."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    with op.batch_alter_table("inbox_agents") as agents:
        agents.add_column(sa.Column("name", sa.Text, nullable=False, server_default=sa.text("''")))
        agents.add_column(sa.Column("apps", sa.JSON, nullable=False, server_default=sa.text("'[]'")))
        agents.add_column(sa.Column("came_at", sa.Float, nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    with op.batch_alter_table("inbox_agents") as agents:
        for name in ("came_at", "apps", "name"):
            agents.drop_column(name)
