"""The page in docs/ says what the program says, and its pictures are the program's."""

import io
import re

import pytest
from PIL import Image

import sims
from sims import figures, png

EXPERIMENTS = sims.experiments()
DESCRIPTION = re.compile(r"!\[.*\]\(")  # of a picture: its numbers, which `make gallery` writes


@pytest.fixture(scope="module")
def docs(repository):
    return repository / "docs"


def test_the_page_is_up_to_date(docs):
    """Its words; `make gallery` makes it anew."""
    page = (docs / "gallery.md").read_text("utf-8")
    expected = sims.gallery_text(dict.fromkeys(EXPERIMENTS, ""))
    assert DESCRIPTION.sub("![](", page) == DESCRIPTION.sub("![](", expected)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_picture_is_drawn_by_this_version_and_described(docs, name):
    file = docs / "pictures" / f"{name}.png"
    content = file.read_bytes()
    assert sims.inspect_png(content) == (name, sims.VERSION), "run `make gallery`"
    assert len(content) <= png.MAX_BYTES
    assert Image.open(io.BytesIO(content)).size == (figures.WIDTH, figures.HEIGHT)
    (described,) = re.findall(rf"!\[(.*)\]\(pictures/{name}\.png\)", (docs / "gallery.md").read_text("utf-8"))
    assert 100 < len(described) < 1200
    assert re.search(r"\d", described)


def test_the_contents_lead_to_the_sections(docs):
    page = (docs / "gallery.md").read_text("utf-8")
    titles = re.findall(r"^## (.+)$", page, re.MULTILINE)
    links = re.findall(r"^- \[(.+)\]\(#([\w-]+)\)", page, re.MULTILINE)
    assert [title for title, _ in links] == titles == [one.title for one in EXPERIMENTS.values()]
    assert len({anchor for _, anchor in links}) == len(titles)


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_a_description_with_marks_of_markdown_stays_a_text(experiment):
    page = sims.gallery_text({**dict.fromkeys(EXPERIMENTS, ""), experiment.name: "f on [−2, 2], *not* a_b <c>"})
    assert rf"![f on \[−2, 2\], \*not\* a\_b \<c\>](pictures/{experiment.name}.png)" in page
