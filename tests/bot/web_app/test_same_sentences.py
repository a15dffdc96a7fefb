"""The same wrong recipe is refused with the same sentence by sims, the command line and the site."""

import pytest

import sims
from bot.__main__ import main
from tests.sims.recipes import LISTS_IN_PARTS, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="session")
WRONG_INPUT = 2


@pytest.mark.parametrize("recipe", WRONG)
async def test_every_face_says_the_same(site, capsys, recipe):
    sentence = sims.problem_of(recipe)
    assert main(["sim", "run", recipe]) == WRONG_INPUT
    assert capsys.readouterr().err == f"{sentence}\n"
    name, _, query = recipe.partition("?")
    response = await site.get(f"/sim/{name}.json?{query}")
    assert response.status == 422
    assert (await response.json())["error"] == sentence


@pytest.mark.parametrize("recipe", LISTS_IN_PARTS)
async def test_every_face_reads_a_list_in_parts(site, recipe):
    """The boxes of the site's form arrive like this; what one face reads, all do."""
    canonical = sims.parse(recipe).text
    response = await site.get(f"/sim/{recipe}", allow_redirects=False)
    assert response.status == 308
    assert response.headers["Location"] == f"/sim/{canonical}"


@pytest.mark.parametrize(
    ("arguments", "recipe"),
    [
        (["xor", "--seed", "-1"], "xor?seed=-1"),
        (["xor", "--seed", "soon"], "xor?seed=soon"),
        (["xor", "--set", "units=9"], "xor?units=9"),
        (["xor?seed=3", "--set", "seed=1", "--seed", "2"], "xor?seed=1&seed=2"),
        (["xor", "--set", "units=1", "--set", "UNITS=2"], "xor?units=1&units=2"),
        (["activation-plot", "--set", "functions=", "--set", "functions="], "activation-plot?functions="),
    ],
    ids=str,
)
async def test_options_of_the_command_line_are_part_of_the_recipe(capsys, arguments, recipe):
    assert main(["sim", "run", *arguments]) == WRONG_INPUT
    assert capsys.readouterr().err == f"{sims.problem_of(recipe)}\n"
