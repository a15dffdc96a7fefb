"""The tables that came before migrations: feedback, recipes, notes. Databases of that time have them already."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create what is missing."""
    op.create_table(
        "feedback",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("answer", sa.String(200), primary_key=True),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("is_helpful", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_feedback_topic", "feedback", ["topic"], if_not_exists=True)
    op.create_table(
        "recipes",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "notes",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
