import io

import numpy as np
import pytest
from PIL import Image

from sims import figures, png

TAGS = {png.RECIPE_TAG: "xor?seed=3", png.VERSION_TAG: "9", png.SEED_TAG: "3"}


def noisy_card(share):
    """A card with so much noise on it."""
    figure = figures.new_figure("noise")
    noise = np.random.default_rng(0).random((20, round(share * 1000)))
    figure.add_axes((0, 0, share, 0.5)).imshow(noise, interpolation="nearest", aspect="auto")
    return figure


def test_the_bytes_hold_the_pixels_and_the_tags():
    figure = noisy_card(0.1)
    image = Image.open(io.BytesIO(png.encode(figure, TAGS)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (figures.WIDTH, figures.HEIGHT))
    assert image.info == TAGS
    assert image.tobytes() == png.paint(figure).tobytes()


def test_the_same_figure_gives_the_same_bytes():
    assert png.encode(noisy_card(0.1), TAGS) == png.encode(noisy_card(0.1), TAGS)


def test_what_is_too_large_is_compressed_harder(monkeypatch):
    usual = png.encode(noisy_card(0.1), TAGS)
    monkeypatch.setattr(png, "MAX_BYTES", len(usual) - 1)
    harder = png.encode(noisy_card(0.1), TAGS)
    assert len(harder) < len(usual)
    assert png.inspect_png(harder) == ("xor?seed=3", "9")


def test_pixels_count_not_bytes():
    figure = noisy_card(0.1)
    ours = png.encode(figure, TAGS)
    buffer = io.BytesIO()
    png.paint(figure).save(buffer, "png", compress_level=9)
    assert png.same_pixels(ours, ours)
    assert png.same_pixels(ours, buffer.getvalue())
    assert not png.same_pixels(ours, png.encode(figures.new_figure("another"), TAGS))


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 100])
def test_other_bytes_carry_no_recipe(junk):
    assert png.inspect_png(junk) is None


def test_a_stranger_s_png_carries_no_recipe():
    buffer = io.BytesIO()
    Image.new("RGB", (3, 3)).save(buffer, "png")
    assert png.inspect_png(buffer.getvalue()) is None
