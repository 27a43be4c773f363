"""When a failed call is tried again, and after how long."""

from __future__ import annotations

import email.utils
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

RETRY_BASE_SEC = 0.5
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:(\d+)ms)?")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`retries` more tries after the first, within `total_sec` from its start."""

    retries: int = 4
    base_sec: float = RETRY_BASE_SEC
    longest_sec: float = 20.0
    total_sec: float = 180.0

    def __post_init__(self) -> None:
        if not 1 <= self.retries <= 8:
            raise ValueError(f"retries is {self.retries}; it must lie between 1 and 8")

    def delay(self, failures: int, elapsed_sec: float, asked_sec: float | None, rng: random.Random) -> float | None:
        """Seconds to wait after the failure number `failures` (from 1), or `None` to give up.

        Doubles from `base_sec` with a jitter of up to one half; what the server asks for is a lower bound.
        """
        if failures > self.retries:
            return None
        wait = min(self.base_sec * 2 ** (failures - 1), self.longest_sec) * rng.uniform(0.5, 1.0)
        if asked_sec is not None:
            wait = max(wait, asked_sec * rng.uniform(1.0, 1.1))
        return wait if elapsed_sec + wait < self.total_sec else None


def asked_delay(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """The seconds that a server asks to wait: `retry-after-ms`, `retry-after` (seconds or a date), else the reset
    time of an `x-ratelimit` that has nothing left. `None` when it does not say."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    retry_after = headers.get("retry-after")
    if (seconds := _number(retry_after)) is not None:
        return seconds
    if retry_after and (date := email.utils.parsedate_tz(retry_after)):
        return max(email.utils.mktime_tz(date) - (time.time() if now is None else now), 0.0)
    return _reset_delay(headers)


def _reset_delay(headers: Mapping[str, str]) -> float | None:
    waits = [
        _duration(headers.get(f"x-ratelimit-reset-{kind}", ""))
        for kind in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{kind}") == "0"
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def _duration(text: str) -> float | None:
    """`6m0s`, `1.5s` or `20ms` in seconds."""
    match = _DURATION.fullmatch(text)
    if not text or match is None:
        return None
    hours, minutes, seconds, milliseconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < float("inf") else None
