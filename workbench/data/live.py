"""Conversations of live tickets: counted first, then streamed to the run's folder by a job, as the admin who asked.

The way to the backend stays in memory: it is written nowhere. An import that a restart broke off has to be asked for
again.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from typing import Any

from shared.runs.folder import RunError
from workbench.access import Access
from workbench.errors import ApiError, SignedOut, WorkbenchError
from workbench.i18n.formats import zone_of

EXPORT = "admin/conversations.jsonl"
COUNT = "admin/conversations/count"
FILE = "live.jsonl"
STATES = ("open", "in_progress", "waiting_agent", "resolved", "closed")
_TOLD_EVERY_SEC = 0.3


class ImportFailed(RunError):
    """An import that could not go on; the message is a key of the catalogue."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets: opened from `first` to `last` (days of `zone`), in one of `states` (none: any), of one `channel`
    and `language` (empty: any); `redact`: without what identifies a person."""

    first: date | None = None
    last: date | None = None
    states: tuple[str, ...] = ()
    channel: str = ""
    language: str = ""
    redact: bool = True
    zone: str = "UTC"

    def query(self) -> dict[str, Any]:
        """For counting: as the backend's API wants it."""
        return {
            "since": _start(self.first, self.zone) if self.first else None,
            "until": _start(self.last + timedelta(days=1), self.zone) if self.last else None,
            "status": list(self.states),
            "channel": self.channel,
            "language": self.language,
        }

    def export_query(self) -> dict[str, Any]:
        return {**self.query(), "redact": self.redact}


def count(access: Access, wanted: Wanted) -> int:
    """How many conversations an import would bring. Raises what `Access` raises."""
    answer: Mapping[str, Any] = access.ask("GET", COUNT, query=wanted.query())
    return int(answer["count"])


class Permits:
    """Who asked for the import of which run, for as long as this process lives."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._by_run: dict[str, Access] = {}

    def give(self, run: str, access: Access) -> None:
        with self._guard:
            self._by_run[run] = access

    def of(self, run: str) -> Access:
        """Raises `ImportFailed` where nobody of this process asked."""
        with self._guard:
            access = self._by_run.get(run)
        if access is None:
            raise ImportFailed("data.live.restarted")
        return access

    def end(self, run: str) -> None:
        with self._guard:
            self._by_run.pop(run, None)


permits = Permits()
"""The process's."""


def download(access: Access, query: Mapping[str, Any], path: Path, tell: Callable[[int, int], None]) -> None:
    """Stream the export to `path`, whole or not at all; `tell` hears now and then of bytes and lines so far, and may
    raise to stop. Raises `ImportFailed`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.partial")
    try:
        _stream(access, query, unfinished, tell)
        os.replace(unfinished, path)
    except SignedOut as error:
        raise ImportFailed("data.live.signed_out") from error
    except ApiError as error:
        raise ImportFailed("data.live.refused") from error
    except WorkbenchError as error:
        raise ImportFailed("data.live.broken") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _stream(access: Access, query: Mapping[str, Any], path: Path, tell: Callable[[int, int], None]) -> None:
    size = lines = 0
    told, last = 0.0, b"\n"
    with access.download(EXPORT, query) as pieces, path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            size, lines, last = size + len(piece), lines + piece.count(b"\n"), piece[-1:] or last
            if time.monotonic() - told > _TOLD_EVERY_SEC:
                tell(size, lines)
                told = time.monotonic()
    tell(size, lines)
    if last != b"\n":
        raise ImportFailed("data.live.broken")


def _start(day: date, zone: str) -> str:
    return datetime.combine(day, day_time(), zone_of(zone)).isoformat()
