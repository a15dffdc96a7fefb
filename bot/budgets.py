"""Budgets: how often one person, and everybody in one channel, may ask; token buckets in memory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import Busy

MINUTE_S = 60.0
MOST_BUCKETS = 10_000  # full ones are forgotten beyond it: they say nothing


@dataclass(slots=True)
class _Bucket:
    """What is left, as of a time; it refills evenly up to its size."""

    left: float
    at: float


class Budget:
    """The budgets of one kind of asker, by name: up to `per_minute` at once, refilled within a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait_s(self, name: str, cost: float) -> float:
        """Seconds until this cost can be paid; 0 where it can be paid now. A full bucket can pay anything."""
        return max(0.0, (min(cost, self.per_minute) - self._bucket(name).left) * MINUTE_S / self.per_minute)

    def pay(self, name: str, cost: float) -> None:
        """Take a cost, or with a negative one give some of it back."""
        bucket = self._bucket(name)
        bucket.left = min(float(self.per_minute), bucket.left - cost)

    def _bucket(self, name: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.get(name)
        if bucket is None:
            self._forget_full(now)
            bucket = self._buckets[name] = _Bucket(float(self.per_minute), now)
        bucket.left = self._left(bucket, now)
        bucket.at = now
        return bucket

    def _left(self, bucket: _Bucket, now: float) -> float:
        return min(float(self.per_minute), bucket.left + (now - bucket.at) * self.per_minute / MINUTE_S)

    def _forget_full(self, now: float) -> None:
        if len(self._buckets) >= MOST_BUCKETS:
            kept = {name: one for name, one in self._buckets.items() if self._left(one, now) < self.per_minute}
            self._buckets = kept


class Budgets:
    """Both budgets together: a request that either cannot pay costs nothing and is refused."""

    def __init__(
        self, per_minute_user: int, per_minute_channel: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._people = Budget(per_minute_user, clock)
        self._channels = Budget(per_minute_channel, clock)

    def take(self, person: str, channel: str, cost: float = 1.0) -> None:
        """Pay for a request.

        Raises:
            Busy: the person or the channel has asked too often; the message says when to try again.
        """
        for budget, name, who in (
            (self._people, person, "You have asked {count} times within a minute, the limit for one person."),
            (self._channels, channel, "This channel has asked {count} times within a minute, its limit."),
        ):
            wait_s = budget.wait_s(name, cost)
            if wait_s > 0:
                seconds = math.ceil(wait_s)
                when = "1 second" if seconds == 1 else f"{seconds} seconds"
                raise Busy(f"{who.format(count=budget.per_minute)} Try again in {when}.", wait_s)
        self._people.pay(person, cost)
        self._channels.pay(channel, cost)

    def give_back(self, person: str, channel: str, cost: float) -> None:
        """Return a part of what was paid, where the request turned out to be cheap."""
        self._people.pay(person, -cost)
        self._channels.pay(channel, -cost)
