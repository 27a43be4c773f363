"""The gate before a call: the budget and the account's rate let it pass or make it wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shared.llm.catalog import ModelInfo
from shared.llm.limits import Budget, RateLimiter, Reservation
from shared.llm.protocol import Usage
from shared.llm.requests import Call

BUDGET_POLL_SEC = 0.02


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a call in flight holds."""

    reservation: Reservation
    tokens: int


class Admission:
    """Lets calls in one by one and takes back what they did not use."""

    def __init__(
        self,
        budget: Budget,
        limiter: RateLimiter | None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._budget = budget
        self._limiter = limiter
        self._sleep = sleep

    async def enter(self, call: Call, priced: ModelInfo) -> Admitted:
        """Wait for the call's turn. Raises `BudgetExceeded` before anything is spent."""
        most = priced.most_usd(call.size_bytes(), call.output_cap) if self._budget.limited else 0.0
        # Calls in flight end within their time-out and settle, so this waits for a bounded time.
        while (reservation := self._budget.reserve(most)) is None:
            await self._sleep(BUDGET_POLL_SEC)
        try:
            return Admitted(reservation, await self._turn(call))
        except BaseException:
            self._budget.settle(reservation, 0.0)
            raise

    def leave(self, admitted: Admitted, usage: Usage | None = None, *, maybe_billed: bool = True) -> None:
        """Settle a call: with its usage, or without an answer that may or may not have been billed."""
        spent = usage.cost_usd if usage is not None else (None if maybe_billed else 0.0)
        self._budget.settle(admitted.reservation, spent)
        if self._limiter is not None and usage is not None:
            self._limiter.settle(admitted.tokens, usage.input_tokens + usage.output_tokens)

    async def _turn(self, call: Call) -> int:
        if self._limiter is None:
            return 0
        tokens = call.expected_tokens()
        if (wait := self._limiter.take(tokens)) > 0:
            await self._sleep(wait)
        return tokens
