"""What calls have used: counted by purpose and by model, for every thread of a process."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict

from shared.llm.protocol import Purpose, Usage


class UsageLedger:
    """A thread-safe count of billed answers and of failed attempts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usage: defaultdict[tuple[Purpose, str], Usage] = defaultdict(Usage)
        self._failures: Counter[str] = Counter()

    def record(self, purpose: Purpose, model: str, usage: Usage) -> None:
        """Add an answer that `model` gave."""
        with self._lock:
            self._usage[purpose, model] += usage

    def record_failure(self, code: str) -> None:
        """Add an attempt that ended in the error with this `ModelError.code`."""
        with self._lock:
            self._failures[code] += 1

    def total(self) -> Usage:
        """Everything together."""
        with self._lock:
            return sum(self._usage.values(), Usage())

    def by_purpose(self) -> dict[Purpose, Usage]:
        """Usage of each purpose that was asked, in the order of `Purpose`."""
        return {purpose: usage for purpose in Purpose if (usage := self._sum(purpose=purpose)).calls}

    def by_model(self) -> dict[str, Usage]:
        """Usage of each model that answered, by name."""
        with self._lock:
            models = sorted({model for _, model in self._usage})
        return {model: self._sum(model=model) for model in models}

    def failures(self) -> dict[str, int]:
        """Failed attempts by error code; those that a retry mended are in it."""
        with self._lock:
            return dict(sorted(self._failures.items()))

    def _sum(self, *, purpose: Purpose | None = None, model: str | None = None) -> Usage:
        with self._lock:
            rows = [
                usage
                for (row_purpose, row_model), usage in self._usage.items()
                if purpose in (None, row_purpose) and model in (None, row_model)
            ]
        return sum(rows, Usage())
