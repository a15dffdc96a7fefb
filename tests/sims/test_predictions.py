"""Every experiment has a fair question; which choice is right comes from the results of the run and nothing else."""

from dataclasses import replace

import pytest

import sims
from sims.catalog import predictions
from sims.prediction import LONGEST_CHOICE, Question, bin_of, tied_with

QUICK = {
    "brightness-shift": "?seeds=2&epochs=15",
    "units-needed": "?seeds=2",
    "max-pool": "?seeds=2&epochs=5",
    "xor": "?seeds=2",
}
NAMES = tuple(sims.experiments())
GALLERY = tuple(text for experiment in sims.experiments().values() for text in experiment.gallery)


@pytest.fixture(scope="module")
def pictures(picture_of):
    """One run of each experiment."""
    return {name: picture_of(name + QUICK.get(name, "")) for name in NAMES}


WRONG = {
    "two choices": ("a", "b"),
    "five choices": tuple("abcde"),
    "the same twice": ("a", "a", "b"),
    "a long one": ("a", "b", "c" * (LONGEST_CHOICE + 1)),
}


@pytest.mark.parametrize("choices", WRONG.values(), ids=WRONG)
def test_a_question_that_cannot_be_asked_is_refused(choices):
    with pytest.raises(ValueError, match="choice"):
        Question("Which?", choices)


def test_every_experiment_has_one():
    assert set(predictions()) == set(NAMES)


@pytest.mark.parametrize("text", GALLERY)
def test_the_question_of_a_gallery_picture_can_be_asked(text):
    question = sims.question_of(sims.parse(text))
    assert question is None or question.text.endswith((".", "?"))
    assert question is not None or text == "composition?depth=2"


@pytest.mark.parametrize("name", NAMES)
def test_the_results_say_what_was_right(name, pictures):
    recipe = sims.parse(pictures[name].recipe)
    question = sims.question_of(recipe)
    resolution = sims.resolution_of(recipe, pictures[name].results)
    assert resolution.right
    assert set(resolution.right) <= set(range(len(question.choices)))
    assert any(character.isdigit() for character in resolution.because)
    assert not set(resolution.because) & set("@<>`")


def changed(results, name, change):
    """The results as if a metric had come out differently."""
    metrics = tuple(replace(one, mean=change(one)) if one.name == name else one for one in results.metrics)
    return replace(results, metrics=metrics)


# experiment, metric, how it would come out -> the choice that is right then
OTHERWISE = {
    "all units alive": ("dead-relu", "dead_share", lambda one: 0.01, "Up to 10 %"),
    "all units dead": ("dead-relu", "dead_share", lambda one: 0.99, "More than 80 %"),
    "exactly a limit": ("dead-relu", "dead_share", lambda one: 0.4, "10 to 40 %"),
    "XOR never": ("xor", "success_share", lambda one: 0.0, "Never"),
    "XOR mostly": ("xor", "success_share", lambda one: 0.95, "More than 90 % of the time"),
    "no gain": ("linear-vs-nonlinear", "accuracy", lambda one: 0.7, "Up to 2 points, or none"),
    "too sure": ("output-probability", "confidence", lambda one: 0.99, "It is too sure, by more than 2 points"),
    "not sure enough": (
        "output-probability",
        "confidence",
        lambda one: 0.5,
        "It is not sure enough, by more than 2 points",
    ),
    "doubling": ("composition", "pieces", lambda one: 2 ** one.where["depth"], "32: each fold doubles them"),
    "adding": ("composition", "pieces", lambda one: one.where["depth"] + 1, "6: each fold adds one"),
    "units alike": ("units-needed", "accuracy", lambda one: 0.9, "They are about the same"),
    "tanh": ("units-needed", "accuracy", lambda one: 0.5 + 0.2 * (one.where["hidden"] == "tanh"), "tanh"),
    "relu": ("units-needed", "accuracy", lambda one: 0.5 + 0.2 * (one.where["hidden"] == "relu"), "relu"),
    "linear loses": (
        "brightness-shift",
        "accuracy",
        lambda one: 0.5 if one.where["model"] == "linear" and one.where["a"] != 1 else 0.9,
        "linear",
    ),
    "hardly smaller": (
        "universal-approximation",
        "rmse",
        lambda one: 0.5,
        "Hardly (up to 1.5 times smaller), or not at all",
    ),
    "none vanishes": ("vanishing-gradient", "log10_ratio", lambda one: 0.2, "Up to 10 times smaller, or not at all"),
    "many pieces": ("linear-regions", "pieces", lambda one: 5000.0, "More than ten times as many"),
    "no digit flips": ("counterexample", "share_flipped", lambda one: 0.0, "None"),
    "saturated": ("sigmoid-squash", "share_saturated", lambda one: 0.6, "More than 50 %"),
    "templates alike": ("what-neurons-see", "template_correlation", lambda one: 0.95, "Almost the same: more than 0.9"),
    "pooling helps": ("max-pool", "accuracy", lambda one: 0.9, "Up to 2 points: pooling evens it out"),
    "cheap": ("activation-cost", "ratio_to_relu", lambda one: 1.2, "Up to 3 times"),
    "steep": ("activation-plot", "derivative", lambda one: 1.1, "More than 1"),
}


@pytest.mark.parametrize(("name", "metric", "change", "choice"), OTHERWISE.values(), ids=OTHERWISE)
def test_other_results_would_make_another_choice_right(pictures, name, metric, change, choice):
    recipe = sims.parse(pictures[name].recipe)
    resolution = sims.resolution_of(recipe, changed(pictures[name].results, metric, change))
    assert [sims.question_of(recipe).choices[place] for place in resolution.right] == [choice]


def test_a_tie_makes_both_right(pictures):
    recipe = sims.parse("brightness-shift?models=linear,relu,sigmoid")
    results = changed(
        sims.run("brightness-shift?epochs=1&models=linear,relu,sigmoid&seeds=1").results,
        "accuracy",
        lambda one: 0.5 if one.where["model"] != "sigmoid" and one.where["a"] != 1 else 0.9,
    )
    resolution = sims.resolution_of(recipe, results)
    assert [recipe.settings.models[place] for place in resolution.right] == ["linear", "relu"]


NOTHING = (
    "max-pool?a=1",
    "composition?depth=2",
    "units-needed?hidden=relu",
    "universal-approximation?units=8",
    "activation-cost?functions=relu",
)


@pytest.mark.parametrize("text", NOTHING)
def test_settings_may_leave_nothing_to_predict(text):
    assert sims.question_of(sims.parse(text)) is None


def test_bins_and_ties():
    assert [bin_of(value, (1.0, 2.0)) for value in (0.5, 1.0, 1.5, 2.0, 9.0)] == [0, 0, 1, 1, 2]
    assert tied_with((0.3, 0.5, 0.499), 0.5, 0.002) == (1, 2)
