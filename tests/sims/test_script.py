"""Each script stands alone, is short, and prints the engine's numbers to the last digit."""

import ast
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

import sims
from tests.sims.recipes import NAMES, one_setting_changed, recipes
from tests.sims.script_lines import expected_lines

MOST_LINES, COLUMNS = 120, 100
LIBRARIES = {"math", "time", "numpy", "matplotlib.pyplot"}
# the longest ones: everything that a script may need at once
LONGEST = [
    "brightness-shift?clip=true&epochs=12&layers=3&models=sigmoid-no-bias-standardised,tanh-no-bias-standardised,"
    "gelu-no-bias-standardised,cnn-no-bias-augmented&seed=2147483647&seeds=2&shift=offset&width=100",
    "counterexample?digit=449&epochs=31&model=gelu-no-bias-standardised&seed=2147483647&seeds=9&shift=offset",
    "linear-vs-nonlinear?dataset=digits&hidden=mish&layers=6&seed=2147483647&seeds=1&width=17",
    "linear-vs-nonlinear?dataset=moons&hidden=selu&layers=6&noise=0.3&seed=2147483647&seeds=1&width=17",
    "units-needed?hidden=relu,tanh,gelu,silu&seed=2147483647&seeds=1&widths=1,2,3,4,5,6,7,8",
    "units-needed?hidden=sigmoid,elu,gelu,silu&seed=2147483647&seeds=1&task=spiral&widths=1,2,3,4,5,6,7,8",
    "units-needed?hidden=relu,tanh,gelu,silu&seed=2147483647&seeds=1&task=smooth&widths=1,2,3,4,5,6,7,8",
    "activation-cost?dtype=float64&functions=selu,gelu,gelu-tanh,mish,squared-relu,square&size=123456",
    "activation-plot?derivative=true&functions=selu,gelu,gelu-tanh,mish&range=7.3",
    "vanishing-gradient?depth=19&hidden=elu,selu,gelu,mish&init=he&seed=2147483647&seeds=9",
    "what-neurons-see?hidden=gelu&seed=2147483647&seeds=9&what=maximise",
    "dead-relu?bias=-1.5&hidden=mish&learning_rates=0.001,0.002,0.003,0.004,0.005,0.006&seed=99&seeds=3",
]
# beside the default of each experiment
RUN = [
    "activation-plot?functions=gelu,snake,selu,gelu-tanh",
    "activation-plot?functions=gelu&style=formula-card",
    "activation-plot?functions=relu,hard-swish,sinc,softplus&range=1.5",
    "brightness-shift?epochs=2&models=deep-linear,gelu-augmented,linear-no-bias,tanh-no-bias&seeds=2",
    "brightness-shift?clip=true&epochs=2&layers=2&models=gelu-standardised,relu-augmented,sigmoid,cnn-no-bias"
    "&seeds=1&shift=offset&width=20",
    "brightness-shift?epochs=2&models=cnn-augmented,cnn-no-bias&seeds=2",
    "composition?depth=3",
    "counterexample?digit=9&epochs=3&model=cnn-no-bias-standardised&seeds=1&shift=offset",
    "counterexample?digit=3&epochs=4&model=relu-augmented&seeds=2&shift=offset",
    "counterexample?epochs=15&model=linear-no-bias&seeds=2",
    "dead-relu?bias=-3&hidden=elu&learning_rates=0.01,0.1&seeds=1",
    "dead-relu?hidden=leaky-relu&learning_rates=0.01,1&optimizer=sgd&seeds=1",
    "dead-relu?hidden=gelu&learning_rates=0.003&seeds=1",
    "linear-regions?bias=false&depth=2&seeds=2",
    "linear-regions?depth=6&width=9",
    "linear-vs-nonlinear?dataset=digits&hidden=gelu&layers=1&seeds=1&width=8",
    "linear-vs-nonlinear?dataset=moons&hidden=tanh&layers=1&noise=2&seeds=2&width=8",
    "linear-vs-nonlinear?dataset=xor&hidden=mish&layers=1&seeds=1&width=4",
    "linear-vs-nonlinear?dataset=circles&hidden=sigmoid&layers=3&seeds=1&width=5",
    "max-pool?a=0&b=0.3&epochs=1&seeds=1",
    "max-pool?a=1e-200&epochs=1&seeds=1",
    "max-pool?a=-1&b=0.9&epochs=3&seeds=2",
    "output-probability?epochs=10&head=sigmoid&seeds=2&temperature=2",
    "output-probability?epochs=9&seed=1&seeds=1&training_images=64",
    "sigmoid-squash?epochs=3&gain=2&scale=0.5&seeds=2",
    "units-needed?hidden=relu,sigmoid,silu&seeds=1&widths=2,5",
    "units-needed?hidden=tanh,softplus&seeds=1&task=spiral&widths=3",
    "units-needed?hidden=relu,identity,gelu&seeds=2&task=smooth&widths=2,5",
    "units-needed?seeds=1&task=kinked&widths=7",
    "universal-approximation?hidden=gelu&seeds=2&target=kinks&units=2,7",
    "universal-approximation?hidden=square&seeds=1&target=step&units=3",
    "vanishing-gradient?depth=7&hidden=sigmoid,gelu,mish,selu&init=he&seeds=2",
    "vanishing-gradient?depth=3&hidden=softsign,identity&init=unit&seeds=1",
    "vanishing-gradient?hidden=relu,elu&init=tiny&seeds=1",
    "vanishing-gradient?depth=9&hidden=relu,mish&seeds=1",
    "what-neurons-see?hidden=tanh&seeds=2&what=maximise",
    "what-neurons-see?hidden=identity&seeds=1&what=maximise",
    "xor?hidden=gelu&seeds=2&units=2",
    "xor?hidden=cube&seeds=1&units=2",
]
RUNNER = "import runpy, sys\nfor path in sys.argv[1:]:\n    runpy.run_path(path, run_name='__main__')\n    print()"


def check_form(recipe):
    text = sims.script_text(recipe)
    lines = text.removesuffix("\n").split("\n")
    assert len(lines) <= MOST_LINES, recipe
    assert max(len(line) for line in lines if "np.frombuffer(b" not in line) <= COLUMNS, recipe
    assert "#?" not in text
    assert "$" not in text
    tree = ast.parse(text)
    assert sims.parse(recipe).text in ast.get_docstring(tree).replace("\n", "")
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {name.name for node in imports for name in node.names} <= LIBRARIES
    words = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    constants = [name.id for node in tree.body if isinstance(node, ast.Assign) for name in names_in(node.targets[0])]
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert [name for name in constants if words.count(name) < 2] == []
    assert [name for name in functions if name not in words] == []


def names_in(target):
    return [node for node in ast.walk(target) if isinstance(node, ast.Name)]


@pytest.mark.parametrize("recipe", LONGEST + RUN)
def test_a_long_script_is_short_enough(recipe):
    assert sims.parse(recipe).settings
    check_form(recipe)


def test_every_value_of_every_setting_gives_a_short_script():
    tried = one_setting_changed()
    assert len(tried) > 300
    for recipe in tried:
        check_form(recipe)


@settings(max_examples=150, deadline=None)
@given(recipes())
def test_any_script_is_short_and_needs_nothing_else(recipe):
    check_form(recipe.text)


def test_ruff_finds_nothing_unused(tmp_path):
    for number, recipe in enumerate(LONGEST + RUN + NAMES):
        (tmp_path / f"script_{number}.py").write_text(sims.script_text(recipe), "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,B,C4,PLE", "--ignore", "B905", "."]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.fixture(scope="module")
def settings_of_matplotlib(tmp_path_factory):
    """A folder without any, where the list of fonts is kept from one script to the next."""
    return tmp_path_factory.mktemp("matplotlib")


def printed(recipes_to_run, folder, settings_of_matplotlib):
    """What the scripts print, each alone in its namespace; a warning is an error."""
    paths = []
    for number, recipe in enumerate(recipes_to_run):
        paths.append(folder / f"script_{number}.py")
        paths[-1].write_text(sims.script_text(recipe), "utf-8")
    environment = {**os.environ, "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(settings_of_matplotlib)}
    command = [sys.executable, "-W", "error", "-c", RUNNER, *map(str, paths)]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert finished.returncode == 0, finished.stderr[-2000:]
    return [lines.split("\n") for lines in finished.stdout.removesuffix("\n\n").split("\n\n")]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if not sims.experiments()[name].is_measurement])
def test_the_scripts_print_the_same_numbers(name, tmp_path, settings_of_matplotlib, picture_of):
    to_run = [name, *(recipe for recipe in RUN if sims.parse(recipe).name == name)]
    assert len(to_run) >= 2
    for recipe, lines in zip(to_run, printed(to_run, tmp_path, settings_of_matplotlib), strict=True):
        assert lines == expected_lines(picture_of(recipe), sims.parse(recipe)), recipe


@pytest.mark.slow
def test_a_script_measures_on_its_own(tmp_path, settings_of_matplotlib):
    """Times differ from run to run, so only their order of magnitude can be compared."""
    to_run = ["activation-cost?functions=relu,sigmoid,tanh", "activation-cost?dtype=float64&functions=gelu"]
    quick, exact = printed(to_run, tmp_path, settings_of_matplotlib)
    assert [line.split()[0] for line in quick] == ["relu", "sigmoid", "tanh"]
    assert "1.00 times ReLU" in quick[0]
    assert 8 <= float(exact[1].split()[3]) <= 120
