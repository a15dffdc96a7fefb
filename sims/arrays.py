"""The type of every array here; its numbers are float32 in training and float64 wherever something is measured."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
