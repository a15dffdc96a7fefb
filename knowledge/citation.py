"""What an entry or a claim leans on: published sources, and numbers that a simulation re-computes."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.front_matter import Section


@dataclass(frozen=True)
class Source:
    """A publication that somebody looked up."""

    title: str
    url: str
    year: int


@dataclass(frozen=True)
class Measurement:
    """An executable citation: the characters `says` in the text, and the recipe that produces the number."""

    says: str
    recipe: str
    metric: str
    where: Mapping[str, str | float]
    value: float
    tolerance: float


def read_sources(section: Section) -> tuple[Source, ...]:
    """Read the key `sources` of a file."""
    return tuple(Source(part.text("title"), part.text("url"), part.whole("year")) for part in section.parts("sources"))


def read_measurements(section: Section) -> tuple[Measurement, ...]:
    """Read the key `measured` of a file."""
    return tuple(
        Measurement(
            says=part.text("says"),
            recipe=part.text("recipe"),
            metric=part.text("metric"),
            where=part.plain_mapping("where"),
            value=part.number("value"),
            tolerance=part.number("tolerance"),
        )
        for part in section.parts("measured")
    )
