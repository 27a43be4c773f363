"""Budget, rate and retries: figures worked by hand, clocks set by hand."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.llm.errors import BudgetExceeded
from shared.llm.limits import Budget, RateLimiter, TokenBucket
from shared.llm.retries import RetryPolicy, asked_delay


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_lets_a_tenth_of_the_limit_pass_at_once_and_then_paces() -> None:
    bucket = TokenBucket(60, Clock())  # holds 6, refills 0.9 a second
    assert [bucket.take(1) for _ in range(6)] == [0.0] * 6
    assert bucket.take(1) == pytest.approx(1 / 0.9)
    assert bucket.take(1) == pytest.approx(2 / 0.9)


def test_no_minute_passes_more_than_the_limit() -> None:
    clock = Clock()
    bucket = TokenBucket(500, clock)
    sent = []
    while clock.now < 400:
        clock.now += bucket.take(1)
        sent.append(clock.now)
    busiest = max(sum(start <= moment < start + 60 for moment in sent) for start in sent[::50])
    assert 440 < busiest <= 500


def test_a_call_larger_than_the_bucket_waits_for_a_full_one_and_leaves_a_debt() -> None:
    clock = Clock()
    bucket = TokenBucket(600, clock)  # holds 60, refills 9 a second
    assert bucket.take(150) == 0.0
    clock.now += 1
    assert bucket.take(9) == pytest.approx(90 / 9)


def test_tokens_that_were_not_used_are_given_back() -> None:
    bucket = TokenBucket(600, Clock())
    bucket.take(60)
    bucket.give_back(59)
    assert bucket.take(59) == 0.0
    assert bucket.take(9) > 0


def test_the_limiter_follows_the_accounts_limits_unless_they_are_set() -> None:
    headers = {"x-ratelimit-limit-requests": "5000", "x-ratelimit-limit-tokens": "2000000"}
    following, fixed = RateLimiter(None, None, Clock()), RateLimiter(60, 0, Clock())
    for limiter in (following, fixed):
        limiter.observe(headers)
        for _ in range(50):
            limiter.take(1)
    assert following.take(1) < 0.1
    assert fixed.take(1) == pytest.approx(45 / 0.9)


def test_a_call_that_does_not_fit_is_refused_before_it_is_made() -> None:
    budget = Budget(0.01)
    first = budget.reserve(0.006)
    assert first is not None
    budget.settle(first, 0.005)
    with pytest.raises(BudgetExceeded, match=r"\$0\.005000 is spent and the next call may cost \$0\.006000"):
        budget.reserve(0.006)
    assert budget.spent_usd == 0.005


def test_a_call_waits_while_calls_in_flight_hold_what_is_left() -> None:
    budget = Budget(0.01)
    first = budget.reserve(0.006)
    assert first is not None
    assert budget.reserve(0.006) is None
    budget.settle(first, 0.001)
    assert budget.reserve(0.006) is not None


def test_a_call_without_an_answer_counts_in_full_and_only_once() -> None:
    budget = Budget(1.0)
    reservation = budget.reserve(0.25)
    assert reservation is not None
    budget.settle(reservation)
    budget.settle(reservation, 0.0)
    assert budget.spent_usd == 0.25


def test_threads_never_reserve_more_than_the_budget() -> None:
    budget = Budget(1.0)

    def spend(_: int) -> float:
        try:
            reservation = budget.reserve(0.01)
        except BudgetExceeded:
            return 0.0
        if reservation is None:
            return 0.0
        budget.settle(reservation, 0.01)
        return 0.01

    with ThreadPoolExecutor(8) as pool:
        spent = sum(pool.map(spend, range(500)))
    assert spent == pytest.approx(budget.spent_usd)
    assert 0.9 <= budget.spent_usd <= 1.0 + 1e-9


def test_waits_double_with_a_jitter_and_end_after_the_last_retry() -> None:
    policy, rng = RetryPolicy(3, base_sec=1.0), random.Random(1)
    waits = [policy.delay(failure, 0.0, None, rng) for failure in (1, 2, 3, 4)]
    assert waits[3] is None
    for wait, longest in zip(waits[:3], (1.0, 2.0, 4.0), strict=True):
        assert wait is not None
        assert longest / 2 <= wait <= longest


def test_what_the_server_asks_for_is_waited_at_least() -> None:
    wait = RetryPolicy(1, base_sec=0.1).delay(1, 0.0, 7.0, random.Random(1))
    assert wait is not None
    assert 7.0 <= wait <= 7.7


def test_no_wait_goes_beyond_the_total_time() -> None:
    assert RetryPolicy(8, total_sec=10.0).delay(1, 4.0, 7.0, random.Random(1)) is None


@pytest.mark.parametrize("retries", [0, 9])
def test_retries_lie_between_one_and_eight(retries: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 8"):
        RetryPolicy(retries)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after-ms": "250", "retry-after": "3"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 1970 00:01:40 GMT"}, 10.0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1m30s"}, 90.0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "120ms"}, 0.12),
        ({"x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": "1h"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_a_server_asks_for_is_understood(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_delay(headers, now=90.0) == seconds
