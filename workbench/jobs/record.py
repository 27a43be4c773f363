"""What is known of a run's job: kept in the run's folder, so that the next process knows what was going on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.conversations.writing import write_json_atomic

FILE = "job.json"


class JobKind(StrEnum):
    IMPORT = "import"
    ANALYZE = "analyze"
    PROPOSE = "propose"
    SIMULATE = "simulate"
    COMPARE = "compare"


class JobState(StrEnum):
    """`STOPPED`: a person stopped it, and it can be gone on with. `FAILED`: `error` says why."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = frozenset({JobState.RUNNING, JobState.PAUSED})
CAN_GO_ON = frozenset({JobState.STOPPED, JobState.FAILED})


class JobRecord(BaseModel):
    """A job. Times are ISO 8601 in UTC. `fraction` (0 to 1) is None where nobody can know how much is left;
    `worked_sec` is the time that it was running, pauses left out. `code` is the kind of a failure (`failures.code_of`),
    `error` its words."""

    model_config = ConfigDict(frozen=True)

    kind: JobKind
    state: JobState
    by: str
    started_at: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    finished_at: str | None = None
    fraction: float | None = None
    progress: dict[str, Any] = Field(default_factory=dict)
    worked_sec: float = 0.0
    error: str = ""
    code: str = ""
    notes: list[str] = Field(default_factory=list)

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    def going_on(self) -> JobRecord:
        """The same without leave to start over: what is done by now is to be kept."""
        return self.model_copy(update={"arguments": {**self.arguments, "fresh": False}})


def read(folder: Path) -> JobRecord | None:
    """The run's last job; None where there was none or its record is damaged."""
    try:
        return JobRecord.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def write(folder: Path, record: JobRecord) -> None:
    write_json_atomic(folder / FILE, record.model_dump(mode="json"))
