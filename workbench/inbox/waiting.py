"""How many tickets wait for a person, for the link that every page has: known at once, brought up to date aside."""

from __future__ import annotations

import threading
import time
from functools import cache

from workbench.access import Access
from workbench.errors import WorkbenchError

GOOD_FOR_SEC = 5.0


class Waiting:
    """The last count that was read. Asking never waits for the backend; while that is away there is none."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._count: int | None = None
        self._asked_at = -GOOD_FOR_SEC
        self._asking = False

    def count(self, access: Access) -> int | None:
        """None before the first answer and while the backend does not answer."""
        with self._guard:
            due = not self._asking and time.monotonic() - self._asked_at >= GOOD_FOR_SEC
            if due:
                self._asking = True
        if due:
            threading.Thread(target=self._ask, args=(access,), name="inbox count", daemon=True).start()
        return self._count

    def _ask(self, access: Access) -> None:
        found = None
        try:
            found = int(access.ask("GET", "admin/inbox/version")["waiting"])
        except (WorkbenchError, KeyError, TypeError, ValueError):
            found = None
        finally:
            with self._guard:
                self._count, self._asked_at, self._asking = found, time.monotonic(), False


@cache
def waiting() -> Waiting:
    """The process's count: it is the same for everybody who may see it."""
    return Waiting()
