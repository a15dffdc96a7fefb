"""What is known about one activation function: a row of the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf

from sims.arrays import Array

Curve = Callable[[Array], Array]


@dataclass(frozen=True)
class Activation:
    """One activation function g: a = g(z)."""

    name: str
    title: str
    value: Curve
    slope: Curve
    formula: str
    slope_formula: str
    low: float
    high: float
    source: str
    is_zero_centred: bool = False
    is_monotone: bool = True
    is_smooth: bool = True
    parameters: tuple[tuple[str, float], ...] = ()
    corners: tuple[float, ...] = ()
    reaches: tuple[bool, bool] = (False, False)
    image: str = ""

    @property
    def is_bounded(self) -> bool:
        """Whether the outputs stay within two finite numbers."""
        return -inf < self.low and self.high < inf


def make_row(
    name: str,
    title: str,
    curve: tuple[Curve, Curve],
    formula: str,
    slope_formula: str,
    output_range: tuple[float, float],
    source: str,
    *,
    zero_centred: bool = False,
    monotone: bool = True,
    parameters: Mapping[str, float] | None = None,
    corners: tuple[float, ...] = (),
    reaches: tuple[bool, bool] = (False, False),
    image: str = "",
) -> Activation:
    """A row; a function is smooth (its slope exists and never jumps) where it has no corners.

    `reaches` says whether the two ends of the range are outputs; `image` names the outputs where no interval does.
    """
    return Activation(
        name,
        title,
        *curve,
        formula,
        slope_formula,
        *output_range,
        source,
        is_zero_centred=zero_centred,
        is_monotone=monotone,
        is_smooth=not corners,
        parameters=tuple((parameters or {}).items()),
        corners=corners,
        reaches=reaches,
        image=image,
    )
