"""The tables. People stand in them as keyed hashes, except staff who edit: staff sees who changed what."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Boolean, DateTime, Dialect, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

HASH_CHARS = 64  # of a SHA-256 in hexadecimal


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite forgets the time zone, so it is put back when a row is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a value that knows its time zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Table(DeclarativeBase):
    """The base that all tables share."""


class FeedbackRow(Table):
    """One person's verdict on one answer."""

    __tablename__ = "feedback"

    person: Mapped[str] = mapped_column(String(HASH_CHARS), primary_key=True)
    answer: Mapped[str] = mapped_column(String(200), primary_key=True)
    topic: Mapped[str] = mapped_column(String(200), index=True)
    is_helpful: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class RecipeRow(Table):
    """A recipe that is too long for a button's custom_id, by its short key."""

    __tablename__ = "recipes"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    recipe: Mapped[str] = mapped_column(Text)


class NoteRow(Table):
    """A value that the program keeps for itself, by name."""

    __tablename__ = "notes"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class RevisionRow(Table):
    """One state of one content file, as somebody saved it; rows are added, never changed."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("path", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    path: Mapped[str] = mapped_column(String(200), index=True)
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str | None] = mapped_column(Text)
    base: Mapped[str | None] = mapped_column(String(HASH_CHARS))
    action: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(String(100), index=True)
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class AuditRow(Table):
    """Who of the staff did what when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    who: Mapped[str] = mapped_column(String(100), index=True)
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class GapRow(Table):
    """A question that was not answered, kept because its asker asked for that."""

    __tablename__ = "gaps"
    __table_args__ = (UniqueConstraint("person", "text_hash"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    person: Mapped[str] = mapped_column(String(HASH_CHARS), index=True)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(HASH_CHARS))
    status: Mapped[str] = mapped_column(String(20), index=True)
    topic: Mapped[str | None] = mapped_column(String(200))
    closed_by: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment)


class PredictionRow(Table):
    """What one person predicted before a simulation was shown."""

    __tablename__ = "predictions"

    person: Mapped[str] = mapped_column(String(HASH_CHARS), primary_key=True)
    poll: Mapped[str] = mapped_column(String(100), primary_key=True)
    choice: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)


class ForumPostRow(Table):
    """A forum post that was dealt with, so that no second event or start answers it again."""

    __tablename__ = "forum_posts"

    thread: Mapped[str] = mapped_column(String(40), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)


class DraftRow(Table):
    """A text that somebody of the staff has not saved yet: it must outlive restarts, and the button that saves it."""

    __tablename__ = "drafts"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(100), index=True)
    path: Mapped[str] = mapped_column(String(200))
    number: Mapped[int] = mapped_column(Integer)
    base: Mapped[str | None] = mapped_column(String(HASH_CHARS))
    text: Mapped[str | None] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(Text)
    gaps: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
