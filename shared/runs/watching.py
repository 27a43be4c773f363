"""Looking at a simulation while another thread or process works on it: without its lock, reading only what is new."""

from __future__ import annotations

import fcntl
import os
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from shared.improvement.journal import LOCK_NAME
from shared.improvement.models import Arm, EndReason, SimulatedConversation
from shared.runs.folder import RunError, RunFolder
from shared.runs.simulating import JOURNAL, SCENARIOS

UNKNOWN_PID = 0


@dataclass(frozen=True, slots=True)
class FinishedCase:
    """A finished conversation without its words. `order` counts from 1 in the order of finishing; `turns` are messages;
    `duration_sec` is on the modelled clock; what infrastructure ended has no outcome (`None`)."""

    key: str
    order: int
    scenario_id: str
    trial: int
    arm: Arm
    context: str
    intents: tuple[str, ...]
    channel: str
    language: str
    resolved: bool | None
    csat: float | None
    turns: int
    duration_sec: float | None
    end_reason: EndReason


@dataclass(frozen=True, slots=True)
class SimulationView:
    """How far a simulation is. `total` is 0 until it has been begun; `failures` are conversations that infrastructure
    ended (they are among the `done`); `by_arm` counts the `done`; `finished` is in the order of finishing."""

    total: int = 0
    done: int = 0
    failures: int = 0
    cost_usd: float = 0.0
    by_arm: Mapping[Arm, int] = field(default_factory=lambda: dict.fromkeys(Arm, 0))
    finished: tuple[FinishedCase, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a case stands in the journal (bytes), what it cost, and its row."""

    start: int
    length: int
    cost_usd: float
    row: FinishedCase


class RunWatcher:
    """Remembers how far it has read. Any number of threads may share one."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._scenarios: dict[str, dict[str, Any]] = {}
        self._scenarios_seen: tuple[int, ...] | None = None
        self._forget()

    def update(self) -> SimulationView:
        """The state now. A half-written last line is left for the next call."""
        with self._lock:
            if self._read_scenarios() or self._read_journal():
                self._view = self._made()
            return self._view

    def read_case(self, key: str) -> SimulatedConversation:
        """A finished conversation with its words. Raises `RunError` where there is none of that name."""
        self.update()
        with self._lock:
            line = self._lines.get(key)
            try:
                return _conversation(self._bytes(line), key) if line else _none(key)
            except (OSError, KeyError, TypeError, ValueError, ValidationError) as error:
                raise RunError(f"{self._folder / JOURNAL} changed while it was read; try again") from error

    def _forget(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._inode, self._offset, self._trials, self._finished = 0, 0, 0, 0
        self._view = SimulationView()

    def _read_scenarios(self) -> bool:
        """Read them again if they were written anew; what was read of the journal is then looked up again."""
        path = self._folder / SCENARIOS
        try:
            stat = path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen == self._scenarios_seen:
                return False
            records = [orjson.loads(line) for line in path.read_bytes().splitlines() if line]
            self._scenarios = {record["scenario_id"]: record for record in records}
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
            return False
        self._scenarios_seen = seen
        self._forget()
        self._read_journal()
        return True

    def _read_journal(self) -> bool:
        """Take in the lines that were finished since the last time; whether there were any."""
        try:
            with (self._folder / JOURNAL).open("rb") as file:
                stat = os.fstat(file.fileno())
                if stat.st_ino != self._inode or stat.st_size < self._offset:
                    self._forget()
                    self._inode = stat.st_ino
                file.seek(self._offset)
                new = file.read()
        except OSError:
            return False
        whole = new.rfind(b"\n") + 1
        for line in new[:whole].splitlines(keepends=True):
            self._take(line)
            self._offset += len(line)
        return whole > 0

    def _take(self, line: bytes) -> None:
        try:
            record = orjson.loads(line)
            if "case" not in record:
                self._trials = int(record["conditions"]["trials"])
                return
            key = record["case"]
            row, cost = self._row(key, record["conversation"])
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
            return  # a damaged line is the journal's to report; here the others are shown
        self._finished += 1
        self._lines.pop(key, None)  # a later try stands where it finished
        self._lines[key] = _Line(self._offset, len(line), cost, row)

    def _row(self, key: str, played: Mapping[str, Any]) -> tuple[FinishedCase, float]:
        scenario = self._scenarios[played["scenario_id"]]
        row = FinishedCase(
            key=key,
            order=self._finished + 1,
            scenario_id=played["scenario_id"],
            trial=played["trial"],
            arm=Arm(played["arm"]),
            context=scenario["context"],
            intents=tuple(scenario["intents"]),
            channel=scenario["channel"],
            language=scenario["language"],
            resolved=played["resolved"],
            csat=played["csat"],
            turns=len(played["transcript"]),
            duration_sec=played["duration_sec"],
            end_reason=EndReason(played["end_reason"]),
        )
        return row, sum(usage.get("cost_usd", 0.0) for usage in played["usage"].values())

    def _made(self) -> SimulationView:
        rows = tuple(line.row for line in self._lines.values())
        counts = Counter(row.arm for row in rows)
        return SimulationView(
            total=len(self._scenarios) * self._trials * len(Arm),
            done=len(rows),
            failures=sum(row.end_reason is EndReason.INFRASTRUCTURE for row in rows),
            cost_usd=sum(line.cost_usd for line in self._lines.values()),
            by_arm={arm: counts[arm] for arm in Arm},
            finished=rows,
        )

    def _bytes(self, line: _Line) -> bytes:
        with (self._folder / JOURNAL).open("rb") as file:
            file.seek(line.start)
            return file.read(line.length)


def watch(folder: RunFolder) -> SimulationView:
    """How far the simulation of a run is, read once. `RunWatcher` is cheaper for looking again and again."""
    return RunWatcher(folder).update()


def is_locked(folder: Path) -> int | None:
    """The id of the process that works on the run at `folder` (`UNKNOWN_PID` if it does not say), `None` if none does.

    Never waits. The lock is shared for an instant, which `run_lock` sits out.
    """
    try:
        with (folder / LOCK_NAME).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = file.read(32).strip()
                return int(pid) if pid.isdigit() else UNKNOWN_PID
    except OSError:
        return None
    return None


def _conversation(line: bytes, key: str) -> SimulatedConversation:
    record = orjson.loads(line)
    if record["case"] != key:
        raise KeyError(key)
    return SimulatedConversation.model_validate(record["conversation"])


def _none(key: str) -> SimulatedConversation:
    raise RunError(f"no finished conversation is named {key}")
