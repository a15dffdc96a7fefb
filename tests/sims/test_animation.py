"""An animation is a recipe with .gif after its name: one run, drawn while it learns."""

import io

import numpy as np
import pytest
from PIL import Image

import sims
from sims import decision, gif
from sims.experiment import Watch

ANIMATED = "linear-vs-nonlinear.gif?dataset=moons&layers=1&seeds=1&width=8"
# What the picture of the same run needs less time for
QUICK = {"dataset": "circles", "layers": 1, "width": 4}


@pytest.fixture(scope="module")
def picture():
    return sims.run(ANIMATED)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("linear-vs-nonlinear.gif", "linear-vs-nonlinear.gif?seeds=1"),
        ("linear-vs-nonlinear.gif?seeds=4&card=dark", "linear-vs-nonlinear.gif?card=dark&seeds=1"),
        (ANIMATED, ANIMATED),
    ],
)
def test_its_recipe_names_the_one_run(given, text):
    recipe = sims.parse(given)
    assert (recipe.text, recipe.is_animated, recipe.name) == (text, True, "linear-vs-nonlinear")
    assert sims.parse(recipe.text) == recipe


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("xor.gif", "xor has no animation. One that has: linear-vs-nonlinear."),
        ("linear-vs-nonlinear.gif?dataset=digits", "dataset=digits has no animation."),
        ("linear-vs-nonlinear.gif?hidden=gelu&layers=6&seeds=1&width=90", "Give fewer layers or a smaller width for"),
        ("linear-vs-nonlinear.gif?width=0", "width cannot be '0'."),
        ("nonsense.gif", "There is no simulation 'nonsense'."),
    ],
)
def test_refuses_with_a_sentence(text, sentence):
    with pytest.raises(sims.SimError) as refused:
        sims.parse(text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("name", [name for name in sims.experiments() if name != "linear-vs-nonlinear"])
def test_the_others_have_none(name):
    with pytest.raises(sims.SimError, match="has no animation"):
        sims.parse(name).animation()


def test_it_is_a_short_gif_of_the_run(picture):
    image = Image.open(io.BytesIO(picture.gif))
    assert (image.format, image.size) == ("GIF", (gif.WIDTH, gif.HEIGHT))
    assert image.n_frames == len(decision.shown_steps(600)) == decision.FRAMES
    assert len(picture.gif) <= gif.MAX_BYTES
    assert image.info["loop"] == 0
    assert ANIMATED.encode() in image.info["comment"]
    durations = []
    for frame in range(image.n_frames):
        image.seek(frame)
        durations.append(image.info["duration"])
    assert (durations[0], durations[-1]) == (gif.FIRST_MS, gif.LAST_MS)
    assert sum(durations) < 12_000


def test_the_picture_of_the_run_comes_with_it(picture):
    still = sims.run(sims.parse(ANIMATED.replace(".gif", "")).text)
    assert picture.recipe == ANIMATED
    assert (picture.png, picture.results, picture.caption) == (still.png, still.results, still.caption)
    assert not still.gif


def test_progress_rises_to_one():
    told = []
    sims.run(ANIMATED, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 4


def test_the_same_recipe_gives_the_same_bytes(picture):
    assert sims.run(ANIMATED).gif == picture.gif


def test_it_ends_where_the_picture_of_the_run_stands():
    settings = sims.from_values("linear-vs-nonlinear", {**QUICK, "seeds": 1}).settings
    experiment = sims.experiments()["linear-vs-nonlinear"]
    finished = experiment.compute(settings, Watch())
    *_, last = experiment.frames(settings)(Watch())
    said = " ".join(text.get_text() for text in last.texts)
    assert "Step 600 of 600" in said
    assert "one run, seed 7" in said
    shown = [artist.values for artist in last.artists if hasattr(artist, "values")]
    drawn = [artist.values for artist in experiment.draw(settings, finished).artists if hasattr(artist, "values")]
    for one, other in zip(shown, drawn, strict=True):
        assert np.abs(one - other).max() < 1e-3


@pytest.mark.parametrize("steps", [1, 20, 600, 5000])
def test_the_steps_start_at_nothing_and_end_at_the_end(steps):
    shown = decision.shown_steps(steps)
    assert (shown[0], shown[-1]) == (0, steps)
    assert len(shown) <= decision.FRAMES
    assert shown == sorted(set(shown))


def cards(count):
    """Cards of noise: the worst case for a GIF."""
    rng = np.random.default_rng(0)
    return [Image.fromarray(rng.integers(0, 255, (600, 1000, 3), np.uint8)) for _ in range(count)]


def test_what_would_be_too_large_is_thinned_out():
    small = gif.encode_gif(cards(12), "")  # half of them are still too large
    image = Image.open(io.BytesIO(small))
    assert len(small) <= gif.MAX_BYTES
    assert 2 <= image.n_frames < 7
    image.seek(image.n_frames - 1)
    assert image.info["duration"] == gif.LAST_MS
