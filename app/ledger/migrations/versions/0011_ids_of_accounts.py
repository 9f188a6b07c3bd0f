"""An account's person has an id of its own; of those that are there it is what was made of the name until now."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    user = sa.String(255).with_variant(sa.Text(), "postgresql")
    op.add_column("accounts", sa.Column("user", user, nullable=True))
    op.execute("UPDATE accounts SET \"user\" = 'local:' || name")
    with op.batch_alter_table("accounts") as accounts:
        accounts.alter_column("user", existing_type=user, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("user")
