"""Alembic's entry: migrations run on the connection that ``app.ledger.migrate`` hands over."""

from alembic import context

from app.ledger.rows import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
