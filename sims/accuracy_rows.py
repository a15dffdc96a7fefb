"""Test accuracies of a few models, one row each: a dot for every seed and a bar at their mean."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sims import figures
from sims.experiment import Metric
from sims.words import counted


def draw_accuracy_rows(figure: Figure, titles: Sequence[str], accuracies: Sequence[Metric]) -> None:
    """Up to three models; the axis starts a little below the lowest dot, and says where."""
    axes = figures.add_axes(figure, 0.36, 0.15, 0.60, 0.70)
    for row, (title, metric, colour) in enumerate(zip(titles, accuracies, figures.COLOURS, strict=False)):
        seeds = 100 * np.array(metric.per_seed)
        axes.plot(seeds, np.full(len(seeds), -row), "o", color=colour, markersize=13, markeredgecolor=figures.PAPER)
        axes.plot([100 * metric.mean] * 2, [-row - 0.27, -row + 0.27], color=colour, linewidth=6)
        figures.stacked_label(figure, 0.02, 0.745 - 0.245 * row, [title], accuracy_text(metric), colour)
    low = 5 * float(np.floor((100 * min(min(metric.per_seed) for metric in accuracies) - 1) / 5))
    axes.set_ylim(-2.5, 0.5)
    axes.set_xlim(low, 100)
    axes.spines["left"].set_visible(False)
    figures.tick_x(axes, figures.nice_ticks(low, 100))
    dots = counted(len(accuracies[0].per_seed), "seed")
    figures.label_axes(axes, f"test accuracy % from {figures.number(low)} on; dots: {dots}")


def accuracy_text(metric: Metric) -> str:
    """The mean over the seeds in percent, with its standard deviation."""
    return f"{figures.plus_minus(100 * metric.mean, 100 * metric.sd, len(metric.per_seed), 1)} %"
