"""Three pictures of Rectify as one would draw them in ordinary object-oriented matplotlib: the peers of our rendering.

The same panels, artists, texts, sizes and resolution; a fresh Figure each time. `layout` is matplotlib's: None keeps
the default places of the grid, "constrained" fits everything in, as most people let it.
"""

from typing import Any, Literal

import numpy as np
from matplotlib.figure import Figure

from sims import figures
from sims.brightness import GRIDS, amount_text, shifted
from sims.classifiers import Kind
from sims.experiments import brightness_shift, linear_vs_nonlinear, universal_approximation
from sims.regression import TARGETS
from sims.words import band_note, mean_note

Layout = Literal["constrained"] | None
TEXT, TITLE = {"size": figures.TEXT}, {"size": figures.TITLE, "weight": "bold"}


def brightness(settings: Any, outcome: Any, layout: Layout) -> Figure:  # noqa: ANN401 - any simulation
    """Four small pictures, a line with a band for each classifier, and their names."""
    figure = Figure(figsize=(10, 6), dpi=100, layout=layout)
    grid = figure.add_gridspec(4, 3, width_ratios=(1, 3.5, 2.2))
    for row, amount in enumerate(brightness_shift.STRIP["scale"]):
        axes = figure.add_subplot(grid[row, 0])
        axes.imshow(shifted(outcome.example, "scale", amount, clip=True), cmap="gray_r", vmin=0, vmax=1)
        axes.set(xticks=[], yticks=[])
        axes.text(1.1, 0.5, amount_text("scale", amount), TEXT, va="center", transform=axes.transAxes)
    axes = figure.add_subplot(grid[:, 1])
    amounts = np.array(GRIDS["scale"])
    for row, (name, sweep) in enumerate(outcome.sweeps.items()):
        mean, band, colour = 100 * sweep.accuracy.mean(axis=1), 100 * sweep.band, figures.COLOURS[row]
        axes.fill_between(amounts, mean - band, mean + band, color=colour, alpha=0.18, linewidth=0)
        axes.plot(amounts, mean, color=colour, linewidth=4, linestyle=figures.STYLES[row])
        height = 0.9 - 0.2 * row
        label = {**TEXT, "color": colour, "transform": axes.transAxes}
        axes.text(1.05, height, Kind(name).label, label, weight="bold")
        axes.text(1.05, height - 0.07, f"{mean[1]:.0f} % at ×0.2", label)
    axes.axvline(1, color="black", linewidth=1.5, linestyle=":")
    axes.set_xscale("log")
    axes.set_xticks([0.1, 0.2, 0.5, 1, 2], ["×0.1", "×0.2", "×0.5", "×1", "×2"])
    axes.set_xlabel("ink (trained at ×1)", TEXT)
    axes.set_ylabel("test accuracy %", TEXT)
    _house_axes(axes)
    axes.text(1.05, -0.1, band_note(outcome.results.seeds), TEXT, transform=axes.transAxes)
    figure.suptitle(brightness_shift.headline(settings, outcome), **TITLE)
    return figure


def regions(settings: Any, outcome: Any, layout: Layout) -> Figure:  # noqa: ANN401 - any simulation
    """Three decision regions with the points on them."""
    figure = Figure(figsize=(10, 6), dpi=100, layout=layout)
    titles = linear_vs_nonlinear.panel_titles(settings)
    for axes, (model, title) in zip(figure.subplots(1, 3), titles.items(), strict=True):
        box = {"extent": (-1.2, 1.2, -1.2, 1.2), "origin": "lower", "interpolation": "bilinear"}
        axes.imshow(outcome.regions[model], cmap=figures.REGION_MAP, vmin=0, vmax=1, **box)
        points, labels = outcome.split.test_images[0, :200], outcome.split.test_labels[0, :200]
        for label, marker in enumerate("os"):
            axes.plot(*points[labels == label].T, marker, markersize=7, markeredgecolor="white", markeredgewidth=0.9)
        axes.set(xticks=[], yticks=[], xlim=(-1.2, 1.2), ylim=(-1.2, 1.2))
        axes.set_title(title, TEXT)
        axes.set_xlabel(f"{100 * outcome.accuracy(model):.1f} %", TITLE)
    figure.text(0.5, 0.09, f"{mean_note(outcome.results.seeds)}; drawn: seed {settings.seed}", TEXT, ha="center")
    figure.suptitle(linear_vs_nonlinear.headline(settings, outcome), **TITLE)
    return figure


def fits(settings: Any, outcome: Any, layout: Layout) -> Figure:  # noqa: ANN401 - any simulation
    """A curve with its fits, and bars of their errors."""
    figure = Figure(figsize=(10, 6), dpi=100, layout=layout)
    left, right = figure.subplots(1, 2)
    x = universal_approximation.measuring_points()
    left.plot(x, TARGETS[settings.target][1](x), color="0.7", linewidth=8)
    for units, colour, style in zip(settings.units, figures.COLOURS, (":", "--", "-"), strict=False):
        left.plot(x, outcome.curves[units][0], color=colour, linewidth=3.5, linestyle=style)
    left.set(xlim=(-2, 2), xticks=(-2, 0, 2), yticks=(-1, 0, 1))
    left.set_title("grey: the target", TEXT)
    left.set_xlabel(f"x (drawn: seed {settings.seed})", TEXT)
    metrics = [outcome.results.metric("rmse", units=units) for units in settings.units]
    means, sds = [one.mean for one in metrics], [one.sd for one in metrics]
    right.bar(range(3), means, 0.6, yerr=sds, color=figures.COLOURS[:3])
    for place, (mean, sd) in enumerate(zip(means, sds, strict=True)):
        right.text(place, mean + sd, f"{mean:.2g}", TEXT, ha="center", va="bottom")
    right.set_xticks(range(3), [str(units) for units in settings.units])
    right.set_yticks([])
    right.set_title("error (RMSE)", TEXT)
    right.set_xlabel(f"hidden units ({settings.seeds} seeds ± sd)", TEXT)
    for axes in (left, right):
        _house_axes(axes)
    figure.suptitle(universal_approximation.headline(settings, outcome), **TITLE)
    return figure


def _house_axes(axes: Any) -> None:  # noqa: ANN401 - matplotlib gives Any
    axes.minorticks_off()
    axes.tick_params(labelsize=figures.TEXT)
    axes.spines[["top", "right"]].set_visible(False)
