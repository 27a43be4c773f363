"""The journal of a run's simulation: one line a finished conversation, on disk before it counts.

RUN/journal.jsonl: the first line says what the conversations depend on, each further line is a finished conversation.
A half-written last line (the process was killed) is cut off. A second line for a case replaces the first: that is how
a failure of infrastructure is made good.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson
from pydantic import ValidationError

from shared.improvement.models import EndReason, SimulatedConversation

JOURNAL_VERSION = 1
LOCK_NAME = ".lock"
LOCK_PAUSE_SEC = 0.001


class JournalError(Exception):
    """A journal that cannot be used; the message says what to do."""


class RunLocked(JournalError):
    """Another process works on the run."""


class JournalMismatch(JournalError):
    """The journal was begun under other conditions."""


@contextmanager
def run_lock(folder: Path) -> Iterator[None]:
    """Keep every other process out of `folder` until the block ends. The lock goes with the process, even if it is
    killed. Raises `RunLocked`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_NAME).open("a+", encoding="ascii", errors="replace") as file:
        try:
            _take_lock(file)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise RunLocked(
                f"another process (pid {holder}) is working on {folder}; wait for it or use another --out"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _take_lock(file: IO[str]) -> None:
    """Raises `OSError` where another works on the run; one who only looks whether it is taken is waited for."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # raises, but for those who share it: they only look
            fcntl.flock(file, fcntl.LOCK_UN)
            time.sleep(LOCK_PAUSE_SEC)


class Journal:
    """An open journal. `conversations` holds what counts, by case key."""

    def __init__(self, file: IO[bytes], conversations: dict[str, SimulatedConversation]) -> None:
        self._file = file
        self.conversations = conversations

    @classmethod
    @contextmanager
    def open(cls, path: Path, conditions: Mapping[str, str]) -> Iterator[Journal]:
        """Open or begin the journal at `path` under `conditions` (name -> value or hash).

        Raises `JournalMismatch` if it was begun under others, `JournalError` if a line in the middle is damaged.
        """
        lines, whole = _read(path)
        header = {"journal": JOURNAL_VERSION, "conditions": dict(conditions)}
        if lines:
            _check_header(path, lines[0], header)
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.truncate(whole)
            file.seek(whole)
            journal = cls(file, dict(_case(path, number, line) for number, line in enumerate(lines[1:], start=2)))
            if not lines:
                journal._write(header)
            yield journal

    def append(self, key: str, conversation: SimulatedConversation) -> None:
        """Put a finished conversation on disk, with the time (Unix, in seconds); only then does it count."""
        record = {"case": key, "conversation": conversation.model_dump(mode="json"), "at": round(time.time(), 3)}
        self._write(record)
        self.conversations[key] = conversation

    def settled(self, key: str) -> bool:
        """Whether the case needs no further play: it is there and was not ended by a failure of infrastructure."""
        found = self.conversations.get(key)
        return found is not None and found.end_reason is not EndReason.INFRASTRUCTURE

    def _write(self, record: Mapping[str, Any]) -> None:
        self._file.write(orjson.dumps(record) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def set_aside(path: Path) -> Path | None:
    """Rename a journal (`--fresh`) to `journal.1.jsonl`, `.2.` …: what was paid for is never deleted."""
    if not path.exists():
        return None
    number = 1
    while (kept := path.with_name(f"{path.stem}.{number}{path.suffix}")).exists():
        number += 1
    path.rename(kept)
    return kept


def _read(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The whole lines and where they end, in bytes."""
    content = path.read_bytes() if path.exists() else b""
    whole = content.rfind(b"\n") + 1
    lines = []
    for number, line in enumerate(content[:whole].splitlines(), start=1):
        try:
            lines.append(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            raise _damaged(path, number) from error
    return lines, whole


def _case(path: Path, number: int, line: dict[str, Any]) -> tuple[str, SimulatedConversation]:
    try:
        return line["case"], SimulatedConversation.model_validate(line["conversation"])
    except (KeyError, TypeError, ValidationError) as error:
        raise _damaged(path, number) from error


def _damaged(path: Path, number: int) -> JournalError:
    return JournalError(f"line {number} of {path} is damaged; start over with --fresh or a new --out")


def _check_header(path: Path, found: Any, expected: dict[str, Any]) -> None:
    if not isinstance(found, dict) or not isinstance(found.get("conditions", {}), dict) or "case" in found:
        raise _damaged(path, 1)
    if found.get("journal") != JOURNAL_VERSION:
        raise JournalMismatch(f"{path} was written by another version; use --fresh or a new --out")
    begun, now = found.get("conditions", {}), expected["conditions"]
    changed = [name for name in {**begun, **now} if begun.get(name) != now.get(name)]
    if changed:
        raise JournalMismatch(
            f"the simulation in {path.parent} was begun with other conditions ({', '.join(changed)} changed since): "
            "use --fresh to start it over, or a new --out"
        )
