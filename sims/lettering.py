# the types of matplotlib's renderer are incomplete
# mypy: disable-error-code="no-untyped-call"
"""A renderer that draws each text once and keeps its picture: letters cost more than all the rest of a card.

The next card shares many of its words: names, units, ticks. A text is placed on whole pixels, so that its picture
depends neither on where it stands nor on what was drawn before.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import Any, Literal

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from sims.arrays import Array

MOST_TEXTS = 512  # kept; about 5 kB each
MARGIN = 8  # pixels around a text: letters lean out of their box


@dataclass(frozen=True)
class _Lettering:
    """The coverage (rows, columns) of a text in 0..255, and its top left corner as seen from the text's origin."""

    coverage: Array
    left: int
    top: int


class LetteringRenderer(RendererAgg):
    """matplotlib's renderer, with a memory for texts."""

    def draw_text(
        self,
        gc: Any,  # noqa: ANN401 - it has no public type
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,
        mtext: object = None,
    ) -> None:
        """Paste the picture of the text in the wanted colour; pixels count from the top left corner."""
        lettering = _letter(s, prop.copy(), angle, self.dpi, bool(ismath))
        rows, columns = lettering.coverage.shape
        image = np.empty((rows, columns, 4), np.uint8)
        image[..., :3] = np.round(255 * np.asarray(gc.get_rgb()[:3]))
        image[..., 3] = lettering.coverage
        bottom = int(self.height) - (round(y) + lettering.top + rows)
        self.draw_image(gc, round(x) + lettering.left, bottom, image[::-1])


@lru_cache(maxsize=MOST_TEXTS)
def _letter(text: str, font: FontProperties, angle: float, dpi: float, is_math: bool) -> _Lettering:
    """Draw a text or a formula in black on its own, and cut it out."""
    width, height, descent = RendererAgg(1, 1, dpi).get_text_width_height_descent(text, font, is_math)
    corners = np.array([x + 1j * y for x in (0, width) for y in (-descent, height - descent)])
    turned = corners * np.exp(1j * np.radians(angle))  # about the origin of the text; y goes up
    x = ceil(-turned.real.min()) + MARGIN  # of the origin, from the left
    y = ceil(turned.imag.max()) + MARGIN  # and from the top
    columns, rows = x + ceil(turned.real.max()) + MARGIN, y - floor(turned.imag.min()) + MARGIN
    renderer = RendererAgg(columns, rows, dpi)
    renderer.draw_text(renderer.new_gc(), x, y, text, font, angle, is_math)
    coverage = np.asarray(renderer.buffer_rgba())[..., 3].copy()
    return _Lettering(coverage, -x, -y)
