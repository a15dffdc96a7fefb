"""Run by Alembic: migrates the connection that bot/storage/database.py hands over. Its module docstring is the recipe.

A new migration is a new file in versions/: `NNNN_what.py` with `revision`, `down_revision` (the one before) and
`upgrade`. Tests compare the migrated tables with bot/storage/tables.py, on SQLite and on PostgreSQL.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
