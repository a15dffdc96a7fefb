"""The contract of every experiment, present and future."""

import io
import json
import math
import re

import pytest
from PIL import Image

import sims
from sims.figures import HEIGHT, WIDTH
from sims.options import options_of
from sims.png import MAX_BYTES, SEED_TAG

EXPERIMENTS = [pytest.param(experiment, id=name) for name, experiment in sims.experiments().items()]
REPEATABLE = [pytest.param(one, id=name) for name, one in sims.experiments().items() if not one.is_measurement]
GALLERY = [pytest.param(recipe, id=recipe) for one in sims.experiments().values() for recipe in one.gallery]
OPTIONS = [
    pytest.param(name, option, id=f"{name} {option.key}")
    for name, one in sims.experiments().items()
    for option in options_of(one.settings)
]
METRICS = {
    "units-needed": {"accuracy", "rmse", "negative_weight_share"},
    "universal-approximation": {"rmse"},
    "vanishing-gradient": {"log10_gradient", "log10_ratio"},
    "dead-relu": {"dead_share", "dead_share_at_start", "accuracy", "overflow_share"},
    "sigmoid-squash": {
        "share_saturated",
        "share_above_0.992",
        "share_between_0.1_and_0.9",
        "mean_abs_change",
        "share_changed_at_most_0.002",
        "accuracy",
        "threshold_labels_changed",
        "threshold_accuracy",
    },
    "what-neurons-see": {
        "template_correlation",
        "maximised_probability",
        "maximised_correlation",
        "test_image_correlation",
        "accuracy",
    },
    "xor": {"success_share"},
    "activation-cost": {"ns_per_element", "ratio_to_relu"},
    "activation-plot": {"value", "derivative"},
    "brightness-shift": {"accuracy", "confidence", "labels_changed", "labels_changed_in_all"},
    "composition": {"degree", "pieces"},
    "counterexample": {"flips_at", "label_before", "label_after", "share_flipped"},
    "linear-regions": {"pieces", "pieces_per_neuron", "regions_in_plane"},
    "output-probability": {
        *("calibration_error", "accuracy", "confidence"),
        *("stated", "reliability", "bin_count"),
    },
    "max-pool": {"accuracy", "commutes_residual"},
    "linear-vs-nonlinear": {"accuracy", "collapse_residual"},
}
# where nothing flips there is no such number; a curve has an error, classes an accuracy
SOMETIMES = {"counterexample": {"flips_at", "label_after"}, "units-needed": {"accuracy", "rmse"}}
MOST_ALT_TEXT = 1000  # Discord takes 1024
MOST_SUMMARY, MOST_CAPTION = 100, 1000


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_it_describes_itself(experiment):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", experiment.name)
    assert 0 < len(experiment.summary) <= MOST_SUMMARY
    assert not experiment.summary.endswith(".")
    for text in (experiment.how_to_read, experiment.can_mislead, experiment.thread_sentence):
        assert text.endswith(".")
    assert experiment.gallery
    assert experiment.gallery[0] == experiment.name
    assert experiment.name in METRICS, "name its metrics in this file"


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_described_and_bounded(name, option):
    assert option.description
    assert len(option.description) <= MOST_SUMMARY
    assert option.kind is not str or option.choices
    if option.kind in (int, float):
        assert option.minimum is not None
        assert option.maximum is not None
    if option.is_list:
        assert 1 <= option.min_items <= option.max_items


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_defaults_are_spelled_as_nothing(name, option):
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    assert sims.from_values(name, {option.key: default}).text == name


@pytest.mark.parametrize("recipe", GALLERY)
def test_the_gallery_runs(recipe, picture_of):
    assert sims.parse(recipe).text == recipe, "the gallery names canonical recipes"
    picture = picture_of(recipe)
    assert (picture.recipe, picture.version) == (recipe, sims.VERSION)
    found = {metric.name for metric in picture.results.metrics}
    assert METRICS[picture.name] - SOMETIMES.get(picture.name, set()) <= found <= METRICS[picture.name]
    for metric in picture.results.metrics:
        assert math.isfinite(metric.mean)
        assert metric.sd >= 0
        assert len(metric.per_seed) in (0, 1, len(picture.results.seeds))


@pytest.mark.parametrize("recipe", GALLERY)
def test_the_picture_keeps_to_the_rules(recipe, picture_of):
    picture = picture_of(recipe)
    image = Image.open(io.BytesIO(picture.png))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (WIDTH, HEIGHT))
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert len(picture.png) <= MAX_BYTES
    assert sims.inspect_png(picture.png) == (recipe, sims.VERSION)
    assert (SEED_TAG in image.info) == bool(picture.results.seeds)


@pytest.mark.parametrize("recipe", GALLERY)
def test_the_texts_keep_to_the_rules(recipe, picture_of):
    picture = picture_of(recipe)
    assert 100 < len(picture.alt_text) <= MOST_ALT_TEXT
    assert re.search(r"\d", picture.alt_text)
    assert len(picture.caption) <= MOST_CAPTION
    if picture.results.seeds:
        assert f"{len(picture.results.seeds)} seeds (7 to 11)" in picture.caption
        assert f"{picture.results.n_test} test" in picture.caption or not picture.results.n_test
        assert "Not simulated: " in picture.caption
    for text in (picture.caption, picture.alt_text):
        assert "  " not in text
        assert "nan" not in text.lower().split()
        assert text.endswith(".")


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_a_single_seed_says_so(experiment):
    if not issubclass(experiment.settings, sims.LearnedSettings):
        return
    quick = {"epochs": 1} if "epochs" in experiment.settings.model_fields else {}
    picture = sims.run(sims.from_values(experiment.name, {"seeds": 1, "seed": 3, **quick}).text)
    assert "A single run (seed 3): another seed may differ" in picture.caption
    assert all(metric.sd == 0 for metric in picture.results.metrics)


@pytest.mark.slow
@pytest.mark.parametrize("experiment", REPEATABLE)
def test_the_same_recipe_gives_the_same_numbers_and_pixels(experiment, picture_of):
    first, again = picture_of(experiment.name), sims.run(experiment.name)
    assert again.png == first.png
    assert again.results == first.results
    assert (again.caption, again.alt_text) == (first.caption, first.alt_text)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_result_object_is_json_in_the_shape_of_the_contract(experiment, picture_of):
    picture = picture_of(experiment.name)
    found = json.loads(json.dumps(sims.result_object(picture, "https://example.org/x"), allow_nan=False))
    assert {"recipe", "permalink", "version", "caption", "alt_text", "runtime_s", "results"} <= set(found)
    assert set(found["runtime_s"]) == {"data", "train", "evaluate", "draw", "encode", "total"}
    results = found["results"]
    assert set(results) == {"seeds", "n_train", "n_test", "versions", "metrics", "checks"}
    assert all(set(metric) == {"name", "where", "mean", "sd", "per_seed", "unit"} for metric in results["metrics"])
    assert all(set(check) == {"name", "holds", "value", "limit"} for check in results["checks"])


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_csv_has_the_same_rows(experiment, picture_of):
    picture = picture_of(experiment.name)
    header, *rows = sims.csv_text(picture).splitlines()
    assert header.startswith("name,")
    assert len(rows) == len(picture.results.metrics)
    assert {row.count(",") for row in rows} == {header.count(",")}


def test_progress_rises_to_one():
    told = []
    sims.run("brightness-shift?models=linear,relu&seeds=1&epochs=3", told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 4
