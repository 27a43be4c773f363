"""What keeps calls inside the account's rate and the run's budget. Thread-safe; clocks come in as arguments."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx2

from shared.llm.errors import BudgetExceeded
from shared.llm.settings import LLMSettings

TIER_1_REQUESTS = 500
TIER_1_TOKENS = 200_000
BURST_SHARE = 0.1
"""Of the limit may pass at once; the rest flows in evenly, so that no minute passes more than the limit."""


class TokenBucket:
    """Paces a flow below `limit` a minute; 0 lets everything pass."""

    def __init__(self, limit: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._updated = clock()
        self.set_limit(limit)
        self._level = self._size

    def set_limit(self, limit: float) -> None:
        """Use another limit from now on; what was taken stays taken."""
        with self._lock:
            self.limit = limit
            self._rate = limit * (1 - BURST_SHARE) / 60
            self._size = limit * BURST_SHARE

    def take(self, amount: float) -> float:
        """Take `amount` and return the seconds to wait before using it. The order of calls is the order of turns."""
        with self._lock:
            if self.limit <= 0:
                return 0.0
            self._refill()
            self._level -= amount
            # An amount larger than the bucket waits for a full one only, else it would wait for ever.
            missing = min(0.0, self._level + max(amount - self._size, 0.0))
            return abs(missing) / self._rate

    def give_back(self, amount: float) -> None:
        """Return what was taken too much (or, if negative, take what was too little)."""
        with self._lock:
            self._refill()
            self._level = min(self._size, self._level + amount)

    def _refill(self) -> None:
        now = self._clock()
        self._level = min(self._size, self._level + (now - self._updated) * self._rate)
        self._updated = now


class RateLimiter:
    """Requests and tokens a minute, each in its bucket. `None` follows what the API says of the account."""

    def __init__(self, requests: int | None, tokens: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._follows = {"requests": requests is None, "tokens": tokens is None}
        self._buckets = {
            "requests": TokenBucket(TIER_1_REQUESTS if requests is None else requests, clock),
            "tokens": TokenBucket(TIER_1_TOKENS if tokens is None else tokens, clock),
        }

    @classmethod
    def of(cls, settings: LLMSettings) -> RateLimiter | None:
        """The limits that are set or, at OpenAI, the account's; `None` where there are none."""
        requests, tokens = settings.openai_requests_per_minute, settings.openai_tokens_per_minute
        if settings.at_openai:
            return cls(requests, tokens)
        return cls(requests or 0, tokens or 0) if not settings.offline and (requests or tokens) else None

    def take(self, tokens: int) -> float:
        """Take one request of `tokens`; returns the seconds to wait before sending it."""
        return max(self._buckets["requests"].take(1), self._buckets["tokens"].take(tokens))

    def settle(self, taken: int, used: int) -> None:
        """Correct an estimate of tokens by what the call used."""
        self._buckets["tokens"].give_back(taken - used)

    async def observe_response(self, response: httpx2.Response) -> None:
        """`observe`, as a hook of the HTTP client."""
        self.observe(response.headers)

    def observe(self, headers: Mapping[str, str]) -> None:
        """Follow the account's limits in the `x-ratelimit-limit-*` headers of an answer."""
        for kind, bucket in self._buckets.items():
            value = headers.get(f"x-ratelimit-limit-{kind}", "")
            if self._follows[kind] and value.isdigit() and int(value) not in (0, bucket.limit):
                bucket.set_limit(int(value))


@dataclass(slots=True)
class Reservation:
    """The most that a call in flight may cost."""

    amount_usd: float
    open: bool = True


class Budget:
    """A hard limit in USD over all calls: the most a call may cost is set aside before it is made."""

    def __init__(self, limit_usd: float | None) -> None:
        self.limit_usd = math.inf if limit_usd is None else limit_usd
        self._lock = threading.Lock()
        self._spent = 0.0
        self._reserved = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is a limit at all."""
        return math.isfinite(self.limit_usd)

    @property
    def spent_usd(self) -> float:
        """What settled calls cost; a call without an answer that may have been billed counts in full."""
        with self._lock:
            return self._spent

    def reserve(self, amount_usd: float) -> Reservation | None:
        """Set `amount_usd` aside. `None`: calls in flight hold what is left, ask again when one has ended.

        Raises `BudgetExceeded` when the call does not fit into what is left, whatever the calls in flight cost.
        """
        with self._lock:
            if self._spent + amount_usd > self.limit_usd:
                raise BudgetExceeded(
                    f"the budget of ${self.limit_usd:g} is used up: ${self._spent:.6f} is spent and the next call may "
                    f"cost ${amount_usd:.6f}; raise the budget (--budget-usd) to go on"
                )
            if self._spent + self._reserved + amount_usd > self.limit_usd:
                return None
            self._reserved += amount_usd
            return Reservation(amount_usd)

    def settle(self, reservation: Reservation, spent_usd: float | None = None) -> None:
        """Replace a reservation by its true cost; `None` counts it in full. A second settling changes nothing."""
        with self._lock:
            if not reservation.open:
                return
            reservation.open = False
            self._reserved -= reservation.amount_usd
            self._spent += reservation.amount_usd if spent_usd is None else spent_usd
