"""A short animation as a GIF: what chats and forums play in place."""

import io
from collections.abc import Iterable, Sequence

from PIL import Image

MAX_BYTES = 2_000_000
WIDTH, HEIGHT = 600, 360  # a letter of the card is 16 pixels high there
FIRST_MS, FRAME_MS, LAST_MS = 800, 140, 4000  # the end stays long enough to be read
COMMON, RARE = 192, 64  # colours of the palette: smooth shades, and words in a colour that little else has


def encode_gif(cards: Iterable[Image.Image], comment: str) -> bytes:
    """The cards one after the other, for ever; the same cards give the same bytes. Too many cards are thinned out."""
    frames = [card.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS) for card in cards]
    while len(gif := _to_gif(frames, comment)) > MAX_BYTES and len(frames) > 2:
        frames = [*frames[:-1:2], frames[-1]]
    return gif


def _to_gif(frames: Sequence[Image.Image], comment: str) -> bytes:
    palette = _common_palette(frames)
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    durations = [FIRST_MS, *[FRAME_MS] * (len(frames) - 2), LAST_MS][: len(frames)]
    buffer = io.BytesIO()
    first.save(buffer, "gif", save_all=True, append_images=rest, duration=durations, loop=0, comment=comment.encode())
    return buffer.getvalue()


def _common_palette(frames: Sequence[Image.Image]) -> Image.Image:
    """The colours of the beginning, the middle and the end: one palette, so that nothing flickers."""
    chosen = (frames[0], frames[len(frames) // 2], frames[-1])
    sample = Image.new("RGB", (WIDTH, HEIGHT * len(chosen)))
    for row, frame in enumerate(chosen):
        sample.paste(frame, (0, HEIGHT * row))
    common, rare = (
        sample.quantize(count, method).getpalette() or []
        for count, method in ((COMMON, Image.Quantize.MEDIANCUT), (RARE, Image.Quantize.MAXCOVERAGE))
    )
    palette = Image.new("P", (1, 1))
    palette.putpalette([*common, *rare])
    return palette
