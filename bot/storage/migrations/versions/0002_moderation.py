"""Reasons of feedback; revisions, audit, gaps, predictions and forum posts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.add_column("feedback", sa.Column("reason", sa.Text))
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("path", sa.String(200), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("base", sa.String(64)),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("author", sa.String(100), nullable=False, index=True),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("path", "number"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("who", sa.String(100), nullable=False, index=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False, index=True),
        sa.Column("topic", sa.String(200)),
        sa.Column("closed_by", sa.String(100)),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("person", "text_hash"),
    )
    op.create_table(
        "predictions",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("poll", sa.String(100), primary_key=True),
        sa.Column("choice", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "forum_posts",
        sa.Column("thread", sa.String(40), primary_key=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
