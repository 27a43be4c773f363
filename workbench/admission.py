"""Who may take files: an admin's session, whose account is asked for now and then as pages do."""

from __future__ import annotations

import threading
import time
from functools import cache

from workbench.access import Access
from workbench.errors import NotAdmin, SignedOut, WorkbenchError
from workbench.sessions import sessions
from workbench.settings import settings

MOST = 1_000


class Admission:
    """Remembers for a while which sessions were good; safe to use from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._good: dict[str, float] = {}

    def admits(self, cookie: str) -> bool:
        """Whether the cookie is of an admin. While the backend is away a session that was good stays good."""
        if not cookie or sessions().get(cookie) is None:
            return False
        with self._guard:
            at = self._good.get(cookie)
        if at is not None and _fresh(at):
            return True
        try:
            Access(cookie).me()
        except (SignedOut, NotAdmin):
            sessions().drop(cookie)
            return False
        except WorkbenchError:  # no answer
            return True
        self._remember(cookie)
        return True

    def _remember(self, cookie: str) -> None:
        with self._guard:
            kept = {name: at for name, at in self._good.items() if _fresh(at)}
            self._good = dict(list(kept.items())[-MOST:]) | {cookie: time.monotonic()}


def _fresh(at: float) -> bool:
    return time.monotonic() - at < settings().account_check_sec


@cache
def admission() -> Admission:
    """The process's."""
    return Admission()
