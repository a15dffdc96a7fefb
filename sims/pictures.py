"""Small pictures and planes on a card, painted pixel by pixel: far quicker than an Axes for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from PIL import Image

from sims import figures
from sims.arrays import Array
from sims.figures import HEIGHT, WIDTH, Box


class Pixels(Artist):
    """Values from 0 to 1 (rows, columns) painted one to a pixel; not a number is clear."""

    zorder = -1.0  # under the axes: points lie on regions

    def __init__(self, values: Array, left: int, bottom: int, colours: Colormap) -> None:
        super().__init__()
        self.values, self.left, self.bottom, self.colours = values, left, bottom, colours

    def draw(self, renderer: RendererBase) -> None:
        """Much faster than an image in its own axes, which is resampled."""
        image = self.colours(self.values, bytes=True)
        renderer.draw_image(renderer.new_gc(), self.left, self.bottom, image[::-1])


@dataclass(frozen=True)
class Plane:
    """A square of the plane, from minus to plus `reach` both ways, in a box of the card; lighter than an Axes."""

    figure: Figure
    box: Box
    reach: float

    def get_position(self) -> Bbox:
        """The box, as an Axes gives it."""
        return Bbox.from_bounds(*self.box)

    def add_line(self, points: Array, **look: Any) -> None:  # noqa: ANN401 - properties of a Line2D
        """Lines or marks through these points (2, count), cut off at the frame."""
        left, bottom, width, height = self.box
        low = -self.reach
        to_box = Affine2D().translate(-low, -low).scale(width / 2 / self.reach, height / 2 / self.reach)
        line = Line2D(*points, transform=to_box.translate(left, bottom) + self.figure.transFigure, **look)
        line.set_clip_box(TransformedBbox(Bbox.from_bounds(*self.box), self.figure.transFigure))
        self.figure.add_artist(line)


def draw_pictures(
    figure: Figure, boxes: Sequence[Box], images: Sequence[Array], colours: Colormap = figures.INK_MAP, low: float = 0
) -> None:
    """Small pictures, values from `low` to 1 (low: paper), each in a thin frame around its box."""
    for box, image in zip(boxes, images, strict=True):
        _add_pixels(figure, box, _enlarge((image - low) / (1 - low), box), colours)
    _add_frames(figure, boxes, figures.FAINT)


def _enlarge(values: Array, box: Box) -> Array:
    """As many values as the box has pixels, each repeated."""
    down, across = round(box[3] * HEIGHT), round(box[2] * WIDTH)
    rows, columns = values.shape
    enlarged: Array = values[np.arange(down) * rows // down][:, np.arange(across) * columns // across]
    return enlarged


def _add_pixels(figure: Figure, box: Box, values: Array, colours: Colormap) -> None:
    figure.add_artist(Pixels(values, round(box[0] * WIDTH), round(box[1] * HEIGHT), colours))


def _add_frames(figure: Figure, boxes: Sequence[Box], colour: str) -> None:
    corners = [((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)) for x, y, w, h in boxes]
    figure.add_artist(LineCollection(corners, colors=colour, linewidths=1.5, transform=figure.transFigure))


def draw_strip(figure: Figure, images: Sequence[Array], notes: Sequence[str]) -> None:
    """Up to four small grey pictures down the left side, each with a note: ink is 1, paper is 0."""
    draw_pictures(figure, [(0.015, 0.70 - 0.195 * row, 0.104, 0.104 / 0.6) for row in range(len(images))], images)
    for row, note in enumerate(notes):
        figures.add_note(figure, 0.129, 0.785 - 0.195 * row, note)


def add_plane(figure: Figure, box: Box, values: Array, reach: float, colours: Colormap = figures.REGION_MAP) -> Plane:
    """A square of the plane in colours (rows from the bottom up): by default those of the probability of class 1.

    Whole numbers are places in the list of colours. Without ticks: only the pattern matters.
    """
    if np.issubdtype(values.dtype, np.integer):
        shown = _enlarge(values[::-1], box)
    else:
        size = round(box[2] * WIDTH), round(box[3] * HEIGHT)
        shown = np.asarray(Image.fromarray(values[::-1].astype(np.float32)).resize(size, Image.Resampling.BILINEAR))
    _add_pixels(figure, box, shown, colours)
    _add_frames(figure, [box], figures.INK)
    return Plane(figure, box, reach)


def draw_two_classes(plane: Plane, points: Array, labels: Array, size: float = 7) -> None:
    """Two classes that differ in colour and in shape."""
    for label, (marker, colour) in enumerate((("o", figures.DARK_ORANGE), ("s", figures.DARK_BLUE))):
        look = {"linestyle": "none", "marker": marker, "markersize": size, "color": colour}
        plane.add_line(points[labels == label].T, **look, markeredgecolor=figures.PAPER, markeredgewidth=0.9)
