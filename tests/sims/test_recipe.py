from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sims
from sims.recipe import MAX_TEXT
from tests.sims.recipes import named_values, recipes

REFUSED = [
    pytest.param("", "There is no simulation ''", id="nothing"),
    pytest.param("brightnes-shift", "Did you mean brightness-shift?", id="name with a slip"),
    pytest.param(
        "brightness-shift?sede=3", "no setting 'sede'. Did you mean seed? It takes: models,", id="key with a slip"
    ),
    pytest.param(
        "brightness-shift?zzz=3", "brightness-shift has no setting 'zzz'. It takes: models,", id="unknown key"
    ),
    pytest.param("activation-plot?seed=3", "no setting 'seed'", id="key of another experiment"),
    pytest.param("brightness-shift?seed", "'seed' has no value", id="key without a value"),
    pytest.param("brightness-shift?seed=1&seed=2", "'seed' is given twice", id="key twice"),
    pytest.param("brightness-shift?seed=1&SEED=1", "'seed' is given twice", id="key twice in other letters"),
    pytest.param(
        "brightness-shift?seeds=0", "seeds cannot be '0'. Allowed: a whole number from 1 to 10.", id="too low"
    ),
    pytest.param("brightness-shift?seeds=11", "seeds cannot be '11'", id="too high"),
    pytest.param("brightness-shift?seeds=2.5", "a whole number from 1 to 10", id="not whole"),
    pytest.param("brightness-shift?seeds=", "seeds cannot be ''", id="empty number"),
    pytest.param("brightness-shift?seeds=1_0", "seeds cannot be '1_0'", id="Python's own spelling of a number"),
    pytest.param("brightness-shift?seeds=٣", "seeds cannot be '٣'", id="other digits"),
    pytest.param("linear-vs-nonlinear?noise=nan", "noise cannot be 'nan'. Allowed: a number from 0 to 5.", id="nan"),
    pytest.param("linear-vs-nonlinear?noise=inf", "noise cannot be 'inf'", id="infinity"),
    pytest.param("linear-vs-nonlinear?noise=1e999", "noise cannot be '1e999'", id="infinity in disguise"),
    pytest.param(
        "linear-vs-nonlinear?hidden=rleu", "hidden cannot be 'rleu'. Did you mean relu?", id="choice with a slip"
    ),
    pytest.param(
        "brightness-shift?clip=maybe", "clip cannot be 'maybe'. Allowed: true or false.", id="neither yes nor no"
    ),
    pytest.param("brightness-shift?models=", "models cannot be an empty list", id="empty list"),
    pytest.param("brightness-shift?models=relu,relu", "relu is named twice", id="double in a list"),
    pytest.param("brightness-shift?models=relu,tanh,gelu,cnn,linear", "models cannot be 5 values", id="list too long"),
    pytest.param("brightness-shift?models=relu,", "models cannot be ''", id="list with a hole"),
    pytest.param("linear-vs-nonlinear?dataset=digits&noise=2", "leave noise out", id="conflict"),
    pytest.param("linear-vs-nonlinear?layers=6&width=128&seeds=10", "Give fewer seeds", id="too much work"),
    pytest.param("brightness-shift?" + "x" * MAX_TEXT, "at most 1000 characters", id="endless"),
]

SAME = [
    pytest.param("brightness-shift?seed=7", "brightness-shift", id="defaults are left out"),
    pytest.param("brightness-shift?", "brightness-shift", id="no values"),
    pytest.param(" Brightness_Shift ", "brightness-shift", id="other letters"),
    pytest.param("brightness-shift?shift=offset&seed=3", "brightness-shift?seed=3&shift=offset", id="keys are sorted"),
    pytest.param("brightness-shift?seed=0003", "brightness-shift?seed=3", id="leading zeros"),
    pytest.param("brightness-shift?seed=3.0", "brightness-shift?seed=3", id="whole number as decimal"),
    pytest.param("brightness-shift?seed=3e0", "brightness-shift?seed=3", id="whole number with exponent"),
    pytest.param("brightness-shift?clip=YES", "brightness-shift?clip=true", id="yes"),
    pytest.param("brightness-shift?models=tanh, RELU", "brightness-shift?models=tanh,relu", id="list with spaces"),
    pytest.param("brightness-shift?models=relu,tanh", "brightness-shift?models=tanh,relu", id="a list is a set"),
    pytest.param("brightness-shift?models=relu%2Ctanh", "brightness-shift?models=tanh,relu", id="percent-encoded"),
    pytest.param("linear-vs-nonlinear?noise=.50", "linear-vs-nonlinear?noise=0.5", id="short decimal"),
    pytest.param("linear-vs-nonlinear?noise=00001e-05", "linear-vs-nonlinear?noise=1e-05", id="small number"),
    pytest.param("linear-vs-nonlinear?noise=-0", "linear-vs-nonlinear?noise=0", id="minus zero"),
    pytest.param(
        "linear-vs-nonlinear?hidden=Leaky ReLU", "linear-vs-nonlinear?hidden=leaky-relu", id="a name as spoken"
    ),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_refuses_with_a_sentence(text, sentence):
    with pytest.raises(sims.SimError) as refused:
        sims.parse(text)
    assert sentence in str(refused.value)
    assert sims.problem_of(text) == str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("value", [None, {}, object(), b"3", [3], True])
def test_refuses_values_of_other_types(value):
    with pytest.raises(sims.SimError, match="seeds cannot be"):
        sims.from_values("brightness-shift", {"seeds": value})


@pytest.mark.parametrize(("text", "canonical"), SAME)
def test_one_text_for_all_spellings(text, canonical):
    assert sims.parse(text).text == canonical
    assert sims.parse(canonical).text == canonical


def spellings(value):
    """Texts that mean the same value."""
    if isinstance(value, bool):
        return [str(value), *(("yes", "ON", "1") if value else ("no", "Off", "0"))]
    if isinstance(value, int):
        return [f"{value}", f" {value} ", f"{value}.0", f"00{value}.", f"{value}e0"]
    if isinstance(value, float):
        return [repr(value), f"{value:.17e}", f" {value!r} ", f"{value:.17E}"]
    return [value, value.upper(), value.replace("-", " "), f" {value.replace('-', '_')}"]


def parts_of(key, value, rng):
    """A pair or, of a list, sometimes several: in any letters, sometimes percent-encoded."""
    key = rng.choice([key, key.upper(), key.replace("_", "-"), f" {key}"])
    if not isinstance(value, list):
        texts = [rng.choice(spellings(value))]
    else:
        items = [rng.choice(spellings(item)) for item in rng.sample(value, len(value))]
        texts = rng.choice([items, [",".join(items)], ["", *items]])
    encode = rng.choice([str, lambda text: quote(text, safe="")])
    return [f"{encode(key)}={encode(text)}" for text in texts]


@given(named_values(), st.randoms())
def test_any_order_and_spelling_gives_the_same_text(pair, rng):
    name, values = pair
    try:
        recipe = sims.from_values(name, values)
    except sims.SimError as refused:
        advice = ("Give fewer", "leave noise out", "style out")
        assert any(words in str(refused) for words in advice)  # noqa: PT017 - else it must pass
        return
    parts = [part for key, value in values.items() for part in parts_of(key, value, rng)]
    rng.shuffle(parts)
    assert sims.parse(f"{rng.choice(spellings(name))}?{'&'.join(parts)}").text == recipe.text


@given(recipes())
def test_the_canonical_text_is_read_as_itself(recipe):
    again = sims.parse(recipe.text)
    assert again.text == recipe.text
    assert again.settings == recipe.settings


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_or_refused(name, key, value):
    for text in (
        name,
        f"brightness-shift?{name}",
        f"linear-vs-nonlinear?{key}={value}",
        f"activation-plot?range={value}",
    ):
        problem = sims.problem_of(text)
        assert problem is None or problem.endswith(".")


def test_a_new_seed_shares_no_repeat():
    recipe = sims.parse("brightness-shift?seed=7&seeds=3")
    assert recipe.new_seed().text == "brightness-shift?seed=10&seeds=3"


def test_the_last_seed_is_followed_by_the_first():
    assert sims.parse("brightness-shift?seed=2147483647").new_seed().settings.seed == 0


def test_a_recipe_without_chance_has_no_new_seed():
    assert sims.parse("activation-plot").new_seed().text == "activation-plot"


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("activation-plot", None),
        ("linear-vs-nonlinear?dataset=xor", "linear-vs-nonlinear?dataset=xor&hidden=identity"),
        ("linear-vs-nonlinear?hidden=identity", None),
        ("brightness-shift?models=relu,sigmoid", "brightness-shift?models=linear"),
        (
            "brightness-shift?models=relu-standardised,cnn-no-bias",
            "brightness-shift?models=linear-standardised,linear-no-bias",
        ),
        ("brightness-shift?models=linear,deep-linear", None),
    ],
)
def test_linear_twin(text, twin):
    found = sims.parse(text).linear_twin()
    assert found is None if twin is None else found.text == sims.parse(twin).text


def test_change_keeps_the_other_values():
    assert sims.parse("brightness-shift?seed=3").change(shift="offset").text == "brightness-shift?seed=3&shift=offset"
