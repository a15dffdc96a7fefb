# the types of matplotlib's renderer are incomplete
# mypy: disable-error-code="no-untyped-call"
"""From a figure to the bytes of a PNG that carries its recipe, and back from the bytes to the recipe."""

import io
import struct
import threading
import zlib
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from PIL import Image, UnidentifiedImageError

from sims.figures import DPI, HEIGHT, WIDTH
from sims.lettering import LetteringRenderer

MAX_BYTES = 150_000
LEVELS = (1, 6, 9)  # of compression; each is tried when the one before is too large, and costs more
SIGNATURE, RGB, UP = b"\x89PNG\r\n\x1a\n", 2, 2  # https://www.w3.org/TR/png: colour type, filter: less the row above
RECIPE_TAG, VERSION_TAG, SEED_TAG = "rectify recipe", "rectify version", "rectify seed"

UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class _Press(threading.local):
    """One renderer for each thread, used again: making one costs a millisecond, and it remembers the sizes of texts."""

    def __init__(self) -> None:
        self.renderer = LetteringRenderer(WIDTH, HEIGHT, DPI)


_press = _Press()


def paint(figure: Figure) -> Image.Image:
    """The pixels of a figure; the same figure gives the same pixels, whatever was drawn before."""
    renderer = _press.renderer
    renderer.clear()
    figure.draw(renderer)
    return Image.frombuffer("RGBA", (WIDTH, HEIGHT), renderer.buffer_rgba()).convert("RGB")


def encode(figure: Figure, tags: Mapping[str, str]) -> bytes:
    """The figure as an RGB PNG with these tags."""
    image = paint(figure)
    for level in LEVELS:
        png = _to_png(image, tags, level)
        if len(png) <= MAX_BYTES:
            break
    return png


def _to_png(image: Image.Image, tags: Mapping[str, str], level: int) -> bytes:
    """Pillow tries five filters on every row; on flat cards one for all is as small and three times as quick."""
    flat = np.asarray(image).reshape(image.height, -1)
    rows = np.empty((image.height, flat.shape[1] + 1), np.uint8)
    rows[:, 0] = UP
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, RGB, 0, 0, 0)
    texts = [(b"tEXt", f"{name}\0{text}".encode("latin-1")) for name, text in tags.items()]
    chunks = [(b"IHDR", header), *texts, (b"IDAT", zlib.compress(rows.data, level)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two PNG files of one size show the same, however they are encoded; other bytes are never the same."""
    pixels = [_pixels(one), _pixels(other)]
    return pixels[0] is not None and pixels[0] == pixels[1]


def inspect_png(png: bytes) -> tuple[str, str] | None:
    """The recipe and the version that a picture of ours carries; None for any other bytes."""
    try:
        with Image.open(io.BytesIO(png), formats=("png",)) as image:
            tags = image.info
    except UNREADABLE:
        return None
    recipe, version = tags.get(RECIPE_TAG), tags.get(VERSION_TAG)
    return (recipe, version) if isinstance(recipe, str) and isinstance(version, str) else None


def _pixels(png: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(png), formats=("png",)) as image:
            # Looked at before anything is unpacked: a small file can hold a very large picture.
            return image.convert("RGBA").tobytes() if image.size == (WIDTH, HEIGHT) else None
    except UNREADABLE:
        return None
