"""Small sentences out of numbers, for captions and alt texts."""

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def counted(count: int, noun: str) -> str:
    """`1 seed`, `5 seeds`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def seeds_in_words(seeds: Sequence[int], spread: str = "") -> str:
    """How often the experiment was repeated, with which seeds, and what shows their spread."""
    if len(seeds) == 1:
        return f"A single run (seed {seeds[0]}): another seed may differ"
    shown = f", {spread}: one standard deviation" if spread else ""
    return f"Mean of {len(seeds)} seeds ({seeds[0]} to {seeds[-1]}){shown}"


def band_note(seeds: Sequence[int]) -> str:
    """What a band is, for a note in a figure."""
    return "one seed, no band" if len(seeds) == 1 else f"band: sd, {len(seeds)} seeds"


def spread_note(seeds: Sequence[int]) -> str:
    """What a mean with a spread is, for a note in a figure."""
    return "one seed" if len(seeds) == 1 else f"{len(seeds)} seeds ± sd"


def mean_note(seeds: Sequence[int]) -> str:
    """What a number is, for a note in a figure."""
    return "a single seed" if len(seeds) == 1 else f"mean of {len(seeds)} seeds"
