"""What the flat tail of the sigmoid must honestly explain, and what not (sims.md S3)."""

import pytest

import sims


@pytest.mark.parametrize(
    "recipe", ["scale=0", "scale=-1", "gain=0", "gain=65", "epochs=301", "scale=nan", "hidden=relu"]
)
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"sigmoid-squash?{recipe}")


def test_the_pair_of_the_thread_is_a_slight_dimming(picture_of):
    ratio, threshold = picture_of("sigmoid-squash").results.checks
    assert ratio.holds
    assert ratio.value == pytest.approx(0.943, abs=0.001)
    assert threshold.holds


def test_more_saturation_is_no_cure(picture_of):
    longer = picture_of("sigmoid-squash?epochs=300&scale=0.2").results
    usual = picture_of("sigmoid-squash").results
    assert longer.metric("share_saturated").mean > usual.metric("share_saturated").mean
    assert longer.metric("accuracy", scale=0.2).mean < usual.metric("accuracy", scale=0.2).mean


@pytest.mark.parametrize("recipe", ["scale=0.05&epochs=1&seeds=1", "scale=4&epochs=2&seeds=1&gain=64"])
def test_the_checks_hold_at_the_bounds(recipe):
    assert all(check.holds for check in sims.run(f"sigmoid-squash?{recipe}").results.checks)
