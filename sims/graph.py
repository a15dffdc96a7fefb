"""A panel with curves over the input z: the drawn part of the vertical axis, the lines, the ticks."""

import numpy as np
from matplotlib.axes import Axes

from sims import figures
from sims.arrays import Array


def draw_curves(axes: Axes, z: Array, heights: Array, reach: float) -> None:
    """One line per row of `heights` (rows, points), for inputs from minus to plus `reach`."""
    low, high = window(heights, reach)
    for value, across in ((0.0, axes.axhline), (0.0, axes.axvline)):
        across(value, color=figures.FAINT, linewidth=2, zorder=0)
    for row, colour, style in zip(heights, figures.COLOURS, figures.STYLES, strict=False):
        axes.plot(z, _broken_at_jumps(row, high - low), color=colour, linewidth=figures.LINE, linestyle=style)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(low, high)
    figures.label_axes(axes, "input z")
    figures.tick_x(axes, (-reach, 0, reach))
    figures.tick_y(axes, figures.nice_ticks(low, high))


def window(heights: Array, reach: float) -> tuple[float, float]:
    """The drawn part of the vertical axis: all of the curves, but at most as high as the picture is wide."""
    low, high = max(float(heights.min()), -reach), min(float(heights.max()), reach)
    margin = 0.06 * max(high - low, 0.5)
    return low - margin, high + margin


def cut_note(heights: Array, reach: float) -> str:
    """A sentence for the caption where the vertical axis stops before the curves do."""
    if float(np.abs(heights).max()) <= reach:
        return ""
    return f"The vertical axis stops at {figures.number(reach)}: steeper parts of the curves are cut off."


def ends_on_card(axes: Axes, heights: Array) -> list[float]:
    """Where these heights stand on the card, as fractions of its height; those cut off stand at the edge."""
    low, high = axes.get_ylim()
    box = axes.get_position()
    return list(box.y0 + box.height * np.clip((heights - low) / (high - low), 0, 1))


def _broken_at_jumps(row: Array, height: float) -> Array:
    """A jump is a gap in the curve, not a steep line."""
    return np.where(np.abs(np.diff(row, append=row[-1])) > height / 20, np.nan, row)
