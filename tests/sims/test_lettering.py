import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from sims import figures, png
from sims.lettering import LetteringRenderer

SIZE = 300


def ink(renderer):
    """The box of what is not paper: left, top, right, bottom."""
    rows, columns = np.nonzero(np.asarray(renderer.buffer_rgba())[..., 3])
    return np.array([columns.min(), rows.min(), columns.max(), rows.max()])


@pytest.mark.parametrize("angle", [0, 90, 30])
@pytest.mark.parametrize("text", ["test accuracy %", "x", "g′(z) ≤ 1e−5", "jÅ|", r"$\frac{1}{1 + e^{-z}}$"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_it_stands_where_matplotlib_puts_it(text, angle, weight):
    font = FontProperties(size=19, weight=weight)
    ours, plain = LetteringRenderer(SIZE, SIZE, 100), RendererAgg(SIZE, SIZE, 100)
    for renderer in (ours, plain):
        renderer.draw_text(renderer.new_gc(), 50.0, 250.0, text, font, angle, ismath=text.startswith("$"))
    assert np.abs(ink(ours) - ink(plain)).max() <= 1
    difference = np.abs(np.asarray(ours.buffer_rgba())[..., 3].astype(int) - np.asarray(plain.buffer_rgba())[..., 3])
    assert difference.mean() < 0.5


def test_it_takes_the_colour():
    renderer = LetteringRenderer(SIZE, SIZE, 100)
    gc = renderer.new_gc()
    gc.set_foreground(figures.ORANGE)
    renderer.draw_text(gc, 50.4, 200.4, "H", FontProperties(size=40), 0)
    pixels = np.asarray(renderer.buffer_rgba())
    assert tuple(pixels[pixels[..., 3] == 255][0][:3]) == (0xD5, 0x5E, 0x00)


def test_spaces_leave_no_mark():
    renderer = LetteringRenderer(SIZE, SIZE, 100)
    renderer.draw_text(renderer.new_gc(), 50, 50, "   ", FontProperties(size=19), 0)
    assert not np.asarray(renderer.buffer_rgba())[..., 3].any()


def card(title, words):
    figure = figures.new_figure(title)
    axes = figures.add_axes(figure, 0.2, 0.2, 0.6, 0.6)
    axes.plot([0, 1], [0, 1])
    figures.tick_x(axes, (0, 0.5, 1))
    figures.label_axes(axes, words, words)
    return figure


def test_pixels_do_not_depend_on_what_was_drawn_before():
    first = png.paint(card("a title", "some words"))
    png.paint(card("another", "other words"))
    assert png.paint(card("a title", "some words")).tobytes() == first.tobytes()
