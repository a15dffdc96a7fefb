"""A recipe as a stand-alone script that a learner can read, run and change."""

from sims.catalog import parse


def script_text(recipe_text: str) -> str:
    """A numpy and matplotlib script that computes the same numbers as the recipe."""
    recipe = parse(recipe_text)
    return recipe.experiment.script(recipe.settings)
