"""Decision regions: what classifiers say in the plane, side by side, when they are trained or while they learn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import DTypeLike

from sims import curves, figures, pictures
from sims.arrays import Array
from sims.digits import Split
from sims.network import Network
from sims.training import Plan, train

SIDE, REACH = 101, 1.2
SHOWN_POINTS = 200
FRAMES = 32
FIGURE_SPACE = "\u2007"  # as wide as a digit: a title that counts does not jump


@dataclass(frozen=True)
class Panel:
    """One classifier over the plane: P(class 1), the share of the test points that is right, and that as a text."""

    title: str
    region: Array
    accuracy: float
    text: str


@dataclass(frozen=True)
class Shot:
    """What a network says after so many steps, and the share of the test points that is right."""

    step: int
    region: Array
    accuracy: float


def region_of(network: Network, dtype: DTypeLike = np.float64) -> Array:
    """The first model's probability of class 1 over the plane."""
    line = np.linspace(-REACH, REACH, SIDE)
    plane = np.stack(np.meshgrid(line, line), axis=-1).reshape(1, -1, 2)
    scores = network.first().scores(plane, dtype)[0]
    return curves.sigmoid(scores[:, 1] - scores[:, 0]).reshape(SIDE, SIDE)


def draw_panels(figure: Figure, panels: Sequence[Panel], split: Split) -> None:
    """Three regions with the first seed's test points; the best ones have a green number."""
    best = max(panel.accuracy for panel in panels)
    points, labels = split.test_images[0, :SHOWN_POINTS], split.test_labels[0, :SHOWN_POINTS]
    for column, panel in enumerate(panels):
        plane = pictures.add_plane(figure, (0.017 + 0.328 * column, 0.275, 0.31, 0.31 / 0.6), panel.region, REACH)
        pictures.draw_two_classes(plane, points, labels)
        figures.name_panel(plane, panel.title)
        figures.number_panel(plane, panel.text, figures.GREEN if panel.accuracy > best - 0.01 else figures.ORANGE)


def shown_steps(steps: int) -> list[int]:
    """The first and the last step and some between, closest at the beginning, where most happens."""
    return sorted({round(steps * (at / (FRAMES - 1)) ** 2) for at in range(FRAMES)})


def follow(network: Network, split: Split, rngs: Sequence[np.random.Generator], plan: Plan) -> list[Shot]:
    """Train, and look at the first model at each of the shown steps; one epoch must be one step."""
    wanted, shots = shown_steps(plan.epochs), [_shot(network, split, 0)]

    def report(part: float) -> None:
        step = round(part * plan.epochs)
        if step in wanted:
            shots.append(_shot(network, split, step))

    train(network, split.train_images, split.train_labels, rngs, plan, report=report)
    return shots


def _shot(network: Network, split: Split, step: int) -> Shot:
    right = network.scores(split.test_images)[0].argmax(axis=-1) == split.test_labels[0]
    return Shot(step, region_of(network, np.float32), float(right.mean()))


def draw_frames(shots: Mapping[str, Sequence[Shot]], split: Split, seed: int) -> Iterator[Figure]:
    """One card for each step: the regions of all models at that time, by their titles; the last one is in the title."""
    last = list(shots)[-1]
    total = shots[last][-1].step
    for moment in zip(*shots.values(), strict=True):
        step = f"{moment[0].step:>{len(str(total))}}".replace(" ", FIGURE_SPACE)
        figure = figures.new_figure(f"Step {step} of {total}: {last} {figures.percent(moment[-1].accuracy)}")
        panels = [
            Panel(title, shot.region, shot.accuracy, figures.percent(shot.accuracy))
            for title, shot in zip(shots, moment, strict=True)
        ]
        draw_panels(figure, panels, split)
        figures.add_footer(figure, f"test accuracy of one run, seed {seed}")
        yield figure
