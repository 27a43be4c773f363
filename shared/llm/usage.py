"""What calls have used: counted by purpose, for every thread of a process."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict

from shared.llm.protocol import Purpose, Usage


class UsageLedger:
    """A thread-safe count of billed answers and of failed attempts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usage: defaultdict[Purpose, Usage] = defaultdict(Usage)
        self._failures: Counter[str] = Counter()

    def record(self, purpose: Purpose, usage: Usage) -> None:
        """Add an answer."""
        with self._lock:
            self._usage[purpose] += usage

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
        with self._lock:
            return {purpose: self._usage[purpose] for purpose in Purpose if purpose in self._usage}

    def failures(self) -> dict[str, int]:
        """Failed attempts by error code; those that a retry mended are in it."""
        with self._lock:
            return dict(sorted(self._failures.items()))
