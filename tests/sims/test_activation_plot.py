import pytest

import sims


def test_marked_values(picture_of):
    results = picture_of("activation-plot").results
    assert results.metric("value", function="sigmoid", z=0.0).mean == 0.5
    assert results.metric("derivative", function="sigmoid", z=0.0).mean == 0.25
    assert results.metric("value", function="relu", z=-2.0).mean == 0


def test_marks_beyond_the_range_are_left_out():
    marks = {metric.where["z"] for metric in sims.run("activation-plot?range=1.5").results.metrics}
    assert marks == {-1.0, 0.0, 1.0}


def test_a_cut_axis_is_admitted():
    assert "The vertical axis stops at 5" in sims.run("activation-plot?functions=exponential").caption


@pytest.mark.parametrize("derivative", ["false", "true"])
@pytest.mark.parametrize(
    "functions", ["step,sign,hard-shrink", "exponential,cube,square", "gelu-tanh,hard-sigmoid,sinc,snake"]
)
def test_unusual_curves_are_drawn(functions, derivative):
    assert len(sims.run(f"activation-plot?functions={functions}&derivative={derivative}").png) > 10_000
