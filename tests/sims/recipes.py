"""Recipes for tests: any, and one for each value of each setting."""

from hypothesis import strategies as st

import sims
from sims.options import options_of

NAMES = sorted(sims.experiments())
OPTIONS = [(name, option) for name in NAMES for option in options_of(sims.experiments()[name].settings)]


def raw_values(option):
    """Any value that this option alone allows."""
    if option.choices:
        one = st.sampled_from(option.choices)
    elif option.kind is bool:
        one = st.booleans()
    elif option.kind is int:
        one = st.integers(int(option.minimum), int(option.maximum))
    else:
        one = st.floats(option.minimum, option.maximum)
    if not option.is_list:
        return one
    return st.lists(one, min_size=option.min_items, max_size=option.max_items, unique=True)


@st.composite
def named_values(draw, names=NAMES):
    """The name of an experiment, and values for some of its settings; together they may still be refused."""
    experiment = sims.experiments()[draw(st.sampled_from(names))]
    options = draw(st.lists(st.sampled_from(options_of(experiment.settings)), unique_by=lambda option: option.key))
    return experiment.name, {option.key: draw(raw_values(option)) for option in options}


@st.composite
def recipes(draw, names=NAMES):
    """Any recipe that is allowed."""
    name, values = draw(named_values(names).filter(is_allowed))
    return sims.from_values(name, values)


def is_allowed(pair):
    """Whether these values go together."""
    try:
        sims.from_values(*pair)
    except sims.SimError:
        return False
    return True


def values_to_try(option):
    """Every choice of a setting, or both ends of its range."""
    if option.choices:
        values = option.choices
    elif option.kind is bool:
        values = (False, True)
    else:
        values = (option.minimum, option.maximum)
    return [[value] for value in values] if option.is_list else list(values)


def one_setting_changed():
    """The texts of all recipes that differ from a default one in one setting, at its ends or among its choices."""
    pairs = [(name, {option.key: value}) for name, option in OPTIONS for value in values_to_try(option)]
    return list(dict.fromkeys(sims.from_values(*pair).text for pair in pairs if is_allowed(pair)))


def wrong_recipes():
    """For each experiment: a value beyond a bound, one that is no choice, an unknown key, a key given twice."""
    for name in NAMES:
        options = [option for other, option in OPTIONS if other == name]
        number = next((option for option in options if option.minimum is not None), None)
        choice = next((option for option in options if option.choices), None)
        if number:
            yield f"{name}?{number.key}={number.maximum + 1:.10g}"
            yield f"{name}?{number.key}=nan"
        if choice:
            yield f"{name}?{choice.key}=sideways"
            yield f"{name}?{choice.key}="
        single = next(option for option in options if not option.is_list)
        yield f"{name}?{single.key}=1&{single.key}=1"
        yield f"{name}?colour=red"


WRONG = [
    *wrong_recipes(),
    "activation-plot?functions=relu,relu",
    "activation-plot?functions=relu&functions=tanh&functions=relu",
    "linear-vs-nonlinear?dataset=digits&noise=2",
    "linear-regions?depth=20&seeds=10&width=256",
]
LISTS_IN_PARTS = [
    "activation-plot?functions=gelu&functions=relu",
    "brightness-shift?models=&models=cnn&models=linear",
    "units-needed?widths=4,2&widths=8",
]
