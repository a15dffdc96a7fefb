"""Budgets: who asks too often is refused with the time to wait; a refusal costs nothing."""

import pytest

from bot.budgets import MOST_BUCKETS, Budget, Budgets
from bot.errors import Busy


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


REFUSED = {
    "person": (
        (2, 9),
        ("ann", "room"),
        "You have asked 2 times within a minute, the limit for one person. Try again in 30 seconds.",
    ),
    "channel": (
        (9, 2),
        ("bob", "room"),
        "This channel has asked 2 times within a minute, its limit. Try again in 30 seconds.",
    ),
}


@pytest.mark.parametrize(("sizes", "asker", "sentence"), REFUSED.values(), ids=REFUSED)
def test_an_empty_bucket_refuses_and_says_when(clock, sizes, asker, sentence):
    budgets = Budgets(*sizes, clock)
    for _ in range(2):
        budgets.take("ann", "room")
    with pytest.raises(Busy) as refused:
        budgets.take(*asker)
    assert str(refused.value) == sentence
    assert refused.value.retry_after_s == pytest.approx(30.0)


def test_a_refused_request_costs_nothing(clock):
    budgets = Budgets(1, 2, clock)
    budgets.take("ann", "room")
    for _ in range(5):
        with pytest.raises(Busy):
            budgets.take("ann", "room")
    budgets.take("bob", "room")


def test_a_bucket_refills_evenly_and_not_beyond_its_size(clock):
    budgets = Budgets(2, 9, clock)
    for _ in range(2):
        budgets.take("ann", "room")
    clock.now = 30.0
    budgets.take("ann", "room")
    clock.now = 31.0
    with pytest.raises(Busy, match="Try again in 29 seconds"):
        budgets.take("ann", "room")
    clock.now = 10_000.0
    budgets.take("ann", "room", 2.0)
    with pytest.raises(Busy):
        budgets.take("ann", "room")


def test_what_was_cheap_is_given_back_up_to_the_size(clock):
    budgets = Budgets(1, 1, clock)
    budgets.take("ann", "room")
    budgets.give_back("ann", "room", 0.8)
    budgets.take("ann", "room", 0.8)
    budgets.give_back("ann", "room", 99.0)
    budgets.take("ann", "room")
    with pytest.raises(Busy):
        budgets.take("ann", "room", 0.1)


def test_a_full_bucket_pays_more_than_it_holds_and_takes_longer_to_refill(clock):
    budgets = Budgets(2, 9, clock)
    budgets.take("ann", "room", 4.0)
    with pytest.raises(Busy, match="Try again in 90 seconds"):
        budgets.take("ann", "room")


def test_full_buckets_are_forgotten(clock):
    budget = Budget(1, clock)
    for number in range(MOST_BUCKETS):
        budget.pay(str(number), 1.0)
    clock.now = 61.0
    budget.pay("new", 1.0)
    assert len(budget._buckets) == 1
