"""Failures on demand: how often, which, and for which calls.

A specification reads `rate=0.2,seed=1,kinds=429|500|timeout|cut|invalid_json|refusal,hang=0.3`. Whether a call
fails depends on the seed, the request and how often that very request has come before: it does not depend on
threads or order, and trying again may succeed.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

DEFAULT_HANG_SEC = 0.2
_DRAW_RANGE = 2**64


class FaultKind(StrEnum):
    """What goes wrong. `timeout` hangs, `cut` ends in the middle of the body, `invalid_json` breaks what should be
    JSON in the answer (a structured answer or a call's arguments; plain text is left alone)."""

    RATE_LIMIT = "429"
    SERVER_ERROR = "500"
    TIMEOUT = "timeout"
    CUT = "cut"
    INVALID_JSON = "invalid_json"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """`rate` is the share of calls that fail (0 to 1); `hang_sec` how long a `timeout` keeps the caller waiting."""

    rate: float = 0.0
    seed: int = 0
    kinds: tuple[FaultKind, ...] = tuple(FaultKind)
    hang_sec: float = DEFAULT_HANG_SEC

    @classmethod
    def parse(cls, text: str) -> FaultPlan:
        """Read a specification; an empty one is no faults. Raises `ValueError` naming what cannot be read."""
        plan: dict[str, str] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            key, _, value = part.partition("=")
            if key not in ("rate", "seed", "kinds", "hang") or not value:
                raise ValueError(f"cannot read {part!r} in the faults; write rate=0.2,seed=1,kinds=429|cut,hang=0.2")
            plan[key] = value
        return cls(
            rate=_share(plan.get("rate", "0")),
            seed=int(_number("seed", plan.get("seed", "0"))),
            kinds=_kinds(plan["kinds"]) if "kinds" in plan else tuple(FaultKind),
            hang_sec=_number("hang", plan.get("hang", str(DEFAULT_HANG_SEC))),
        )


class FaultInjector:
    """Draws a fault for each call of a plan. Thread-safe."""

    def __init__(self, plan: FaultPlan) -> None:
        self.plan = plan
        self._lock = threading.Lock()
        self._seen: Counter[str] = Counter()

    def draw(self, request_digest: str) -> FaultKind | None:
        """The fault of this call, or `None`."""
        if self.plan.rate <= 0:
            return None
        with self._lock:
            self._seen[request_digest] += 1
            count = self._seen[request_digest]
        drawn = hashlib.sha256(f"{self.plan.seed}/{request_digest}/{count}".encode()).digest()
        if int.from_bytes(drawn[:8]) >= self.plan.rate * _DRAW_RANGE:
            return None
        return self.plan.kinds[int.from_bytes(drawn[8:12]) % len(self.plan.kinds)]


def _kinds(text: str) -> tuple[FaultKind, ...]:
    try:
        return tuple(FaultKind(kind) for kind in text.split("|"))
    except ValueError as error:
        known = ", ".join(FaultKind)
        raise ValueError(f"there is no such fault in {text!r}; known are {known}") from error


def _share(text: str) -> float:
    share = _number("rate", text)
    if not 0 <= share <= 1:
        raise ValueError(f"the faults' rate is {text}; it must lie between 0 and 1")
    return share


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"the faults' {name} is {text!r}, which is not a number") from error
