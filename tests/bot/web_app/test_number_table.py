"""Metrics as tables for readers."""

import math

import pytest

from bot.web_app.number_table import MINUS, make_tables, number
from sims import Metric


def metric(name="accuracy", sd=0.0, mean=0.5, **where):
    return Metric(name, where, mean, sd, (mean,))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.123456, "0.1235"),
        (1e-9, "1 × 10⁻⁹"),
        (-2.5e-17, f"{MINUS}2.5 × 10⁻¹⁷"),
        (1234567.0, "1.2 × 10⁶"),
        (math.nan, "not a number"),
        (math.inf, "infinite"),
        (-math.inf, f"{MINUS}infinite"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_no_metrics_give_no_tables():
    assert make_tables([]) == ()


def test_a_metric_without_a_place_has_one_row():
    (table,) = make_tables([metric("labels_changed", mean=0)])
    assert (table.title, table.places, table.values, table.rows) == ("labels changed", (), ("value",), (("0",),))


def test_few_curves_stand_side_by_side():
    (table,) = make_tables([metric(model=model, a=a, mean=a) for model in ("linear", "relu") for a in (0.1, 0.2)])
    assert (table.places, table.values) == (("a",), ("linear", "relu"))
    assert table.rows == (("0.1", "0.1", "0.1"), ("0.2", "0.2", "0.2"))


def test_a_missing_combination_is_an_empty_cell():
    (table,) = make_tables(
        [metric(model="x", a=1, mean=1), metric(model="x", a=2, mean=2), metric(model="y", a=2, mean=3)]
    )
    assert table.rows == (("1", "1", ""), ("2", "2", "3"))


def test_many_curves_are_rows_and_a_long_table_is_folded():
    (table,) = make_tables([metric(model=f"m{m}", a=a, sd=0.1) for m in range(6) for a in range(3)])
    assert (table.places, table.values) == (("model", "a"), ("mean ± sd",))
    assert table.is_long
    assert len(table.rows) == 18


@pytest.mark.parametrize(
    ("mean", "sd", "text"),
    [
        (0.85074, 0.0533, "0.851 ± 0.053"),
        (0.5, 0.5, "0.50 ± 0.50"),
        (322.8, 66.1, "323 ± 66"),
        (-2.5, 0.01, f"{MINUS}2.500 ± 0.010"),
        (0.5, 0.0, "0.5"),
        (0.5, 1e-17, "0.5"),
        (0.5, math.nan, "0.5"),
    ],
)
def test_a_mean_is_rounded_to_its_spread(mean, sd, text):
    (table,) = make_tables([metric(mean=mean, sd=sd)])
    assert table.rows == ((text,),)


def test_metrics_of_one_name_form_one_table():
    tables = make_tables([metric("a"), metric("b"), metric("a", model="x")])
    assert [table.title for table in tables] == ["a", "b"]
