"""The tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, DateTime, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """The base that all tables share."""


class FeedbackRow(Table):
    """One person's verdict on one answer; the person as a keyed hash."""

    __tablename__ = "feedback"

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(String(200), primary_key=True)
    topic: Mapped[str] = mapped_column(String(200), index=True)
    is_helpful: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


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
