"""Executable citations: a number that no longer comes out of its recipe is found."""

from dataclasses import replace

import pytest

import sims
from bot.verification import cited_recipes, verify_citations
from knowledge import Library, Measurement

PICTURE = sims.run("activation-plot")
METRIC = PICTURE.results.metrics[0]


def library_citing(knowledge, **changes) -> Library:
    cited = Measurement(
        says="a number",
        recipe=PICTURE.recipe,
        metric=METRIC.name,
        where=dict(METRIC.where),
        value=METRIC.mean,
        tolerance=0.001,
    )
    entry = replace(knowledge.library.entries["relu"], measured=(replace(cited, **changes),))
    return replace(knowledge.library, entries={"relu": entry}, claims={})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": METRIC.mean + 1}, "claims"),
        ({"metric": "no-such-metric"}, "gives 0 values"),
        ({"where": {"function": "no-such-function"}}, "gives 0 values"),
    ],
)
def test_a_wrong_citation_is_named(knowledge, changes, said):
    (verified,) = verify_citations(library_citing(knowledge, **changes), {PICTURE.recipe: PICTURE})
    assert not verified.holds
    assert said in verified.problem


def test_a_recipe_that_does_not_run_is_named(knowledge):
    (verified,) = verify_citations(library_citing(knowledge), {PICTURE.recipe: sims.SimError("no.")})
    assert "did not run" in verified.problem


def test_a_right_citation_holds(knowledge):
    library = library_citing(knowledge)
    assert cited_recipes(library) == [PICTURE.recipe]
    (verified,) = verify_citations(library, {PICTURE.recipe: PICTURE})
    assert verified.holds
    assert verified.found == METRIC.mean


def test_every_number_that_the_content_cites_holds(knowledge, picture_of):
    """All of them: together they run for some ten seconds."""
    outcomes = {recipe: picture_of(recipe) for recipe in cited_recipes(knowledge.library)}
    checked = verify_citations(knowledge.library, outcomes)
    assert len(checked) >= 30
    assert not [item.problem for item in checked if not item.holds]
