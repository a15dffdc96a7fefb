"""Inspection: what is not ours is refused by name; what differs is said to differ, with the reason."""

import io

import pytest
from PIL import Image, PngImagePlugin

import sims
from bot.inspection import NotOurs, Outcome, Tags, compare, read_tags

PICTURE = sims.run("activation-plot?functions=relu")


def saved_again(png, *, dot=False, size=None, **tags):
    """The picture as another program writes it."""
    with Image.open(io.BytesIO(png)) as image:
        found = image.convert("RGB")
        facts = dict(image.info) | {key.replace("_", " "): value for key, value in tags.items()}
    if dot:
        found.putpixel((5, 5), (255, 0, 0))
    if size:
        found = found.resize(size)
    info = PngImagePlugin.PngInfo()
    for key, value in facts.items():
        if isinstance(value, str):
            info.add_text(key, value)
    buffer = io.BytesIO()
    found.save(buffer, "png", pnginfo=info)
    return buffer.getvalue()


REFUSED = {
    "no picture": (b"hello", "a.png is not a picture of Rectify: it holds no recipe."),
    "a stranger's": (saved_again(PICTURE.png, rectify_version=0)[:50], "a.png is not a picture of Rectify"),
    "an unknown simulation": (
        saved_again(PICTURE.png, rectify_recipe="astrology", rectify_version="0.1"),
        "a.png says that version 0.1 drew it. This is "
        f"{sims.VERSION}, which cannot run its recipe: There is no simulation 'astrology'.",
    ),
}


@pytest.mark.parametrize(("file", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_ours_is_refused(file, sentence):
    with pytest.raises(NotOurs) as refused:
        read_tags(file, "a.png")
    assert str(refused.value).startswith(sentence)


OUTCOMES = {
    "identical": (PICTURE.png, Outcome.IDENTICAL),
    "saved again": (saved_again(PICTURE.png), Outcome.SAME_PIXELS),
    "one pixel": (saved_again(PICTURE.png, dot=True), Outcome.CHANGED),
    "another size": (saved_again(PICTURE.png, size=(500, 300)), Outcome.CHANGED),
    "another version": (saved_again(PICTURE.png, dot=True, rectify_version="0.0.1"), Outcome.OTHER_VERSION),
}


@pytest.mark.parametrize(("file", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_outcome_says_why(file, outcome):
    tags = read_tags(file, "a.png")
    assert tags.recipe.text == PICTURE.recipe
    found = compare(file, tags, PICTURE)
    assert found.outcome is outcome
    assert found.is_identical == (outcome is Outcome.IDENTICAL)
    assert f"Drawn by version {tags.version}; this is {sims.VERSION}." in found.sentences


def test_a_measurement_need_not_be_the_same():
    tags = Tags(sims.parse("activation-cost"), sims.VERSION)
    assert compare(saved_again(PICTURE.png, dot=True), tags, PICTURE).outcome is Outcome.MEASUREMENT


def test_a_small_file_with_a_huge_picture_is_refused():
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "png")
    assert len(buffer.getvalue()) < 1_000_000
    with pytest.raises(NotOurs):
        read_tags(buffer.getvalue(), "a.png")
    assert not sims.same_pixels(buffer.getvalue(), buffer.getvalue())
