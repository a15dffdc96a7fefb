"""Inspection of a picture: which recipe drew it, and does the recipe still draw the same?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import sims
from bot.errors import RectifyError

VERSION_CHARS = 40  # of what a stranger's file may say


class NotOurs(RectifyError):
    """The file is no picture of Rectify, or none that this version can draw."""


class Outcome(Enum):
    """What running it again has shown."""

    IDENTICAL = "Run again: identical, byte for byte."
    SAME_PIXELS = "Run again: the same pixels. Another program has saved the file again."
    MEASUREMENT = "Run again: it measures time on this machine, so no two pictures are alike."
    OTHER_VERSION = "Run again: the picture differs, as it may between two versions."
    CHANGED = (
        "Run again: the picture differs, although the version is the same. It was changed after it was drawn, "
        "or drawn with another numpy or matplotlib."
    )


@dataclass(frozen=True, slots=True)
class Tags:
    """What a picture of ours says about itself."""

    recipe: sims.Recipe
    version: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A picture and what its recipe draws today."""

    tags: Tags
    outcome: Outcome

    @property
    def is_identical(self) -> bool:
        """Whether every byte is the same."""
        return self.outcome is Outcome.IDENTICAL

    @property
    def sentences(self) -> str:
        """Who drew it, and what running it again has shown."""
        return f"Drawn by version {self.tags.version}; this is {sims.VERSION}.\n{self.outcome.value}"


def read_tags(file: bytes, name: str) -> Tags:
    """Recipe and version of a picture.

    Args:
        file: the bytes of the file.
        name: how its reader knows it.

    Raises:
        NotOurs: it holds no recipe, or one that this version does not take.
    """
    found = sims.inspect_png(file)
    if found is None:
        raise NotOurs(f"{name} is not a picture of Rectify: it holds no recipe.")
    text, version = found[0], found[1][:VERSION_CHARS]
    try:
        return Tags(sims.parse(text), version)
    except sims.SimError as refused:
        raise NotOurs(
            f"{name} says that version {version} drew it. "
            f"This is {sims.VERSION}, which cannot run its recipe: {refused}"
        ) from None


def compare(file: bytes, tags: Tags, again: sims.Picture) -> Inspection:
    """Compare a picture with what its recipe draws today."""
    return Inspection(tags, _outcome(file, tags, again))


def _outcome(file: bytes, tags: Tags, again: sims.Picture) -> Outcome:
    if file == again.png:
        return Outcome.IDENTICAL
    if sims.same_pixels(file, again.png):
        return Outcome.SAME_PIXELS
    if tags.recipe.experiment.is_measurement:
        return Outcome.MEASUREMENT
    return Outcome.CHANGED if tags.version == again.version else Outcome.OTHER_VERSION
