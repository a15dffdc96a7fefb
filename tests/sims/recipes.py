"""Recipes for tests: any, and one for each value of each setting."""

from hypothesis import strategies as st

import sims
from sims.options import options_of

NAMES = sorted(sims.experiments())


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
    pairs = [
        (name, {option.key: value})
        for name in NAMES
        for option in options_of(sims.experiments()[name].settings)
        for value in values_to_try(option)
    ]
    return list(dict.fromkeys(sims.from_values(*pair).text for pair in pairs if is_allowed(pair)))
