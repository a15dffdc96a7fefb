"""When units die, and when they only seem to; how many must is in test_acceptance.py."""

import pytest

import sims

BAD = ("learning_rates=", "learning_rates=0", "learning_rates=4", "learning_rates=0.1,0.1", "bias=-6", "hidden=step")


@pytest.mark.parametrize("recipe", [*BAD, "optimizer=lion", "learning_rates=0.1,0.2,0.3,0.4,0.5,0.6,0.7"])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"dead-relu?{recipe}")


def test_leaky_with_plain_sgd_is_stuck():
    results = sims.run("dead-relu?bias=-3&hidden=leaky-relu&learning_rates=0.05&optimizer=sgd&seeds=2").results
    assert results.metric("accuracy", learning_rate=0.05).mean < 0.2


@pytest.mark.parametrize("setting", ["bias=-5", "bias=1", "learning_rates=3&optimizer=sgd", "learning_rates=3"])
def test_an_off_relu_unit_never_gets_a_gradient(setting):
    picture = sims.run(f"dead-relu?seeds=1&{setting if 'rates' in setting else setting + '&learning_rates=0.01'}")
    assert [check.holds for check in picture.results.checks] == [True]


def test_training_that_overflows_is_not_called_dead():
    picture = sims.run("dead-relu?hidden=leaky-relu&learning_rates=1&optimizer=sgd&seeds=2")
    assert picture.results.metric("overflow_share", learning_rate=1.0).mean == 1
    assert picture.alt_text.startswith("Leaky ReLU: training overflows at 1.")
    assert "2 networks overflowed" in picture.caption
