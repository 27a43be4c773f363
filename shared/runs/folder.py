"""A run is a folder: what it was made with (`run.json`), what it made, and what has to be there before what."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.conversations.writing import replacing, safe_cell, write_json_atomic
from shared.domains.pack import Pack
from shared.runs.settings import RunSettings

RUN_VERSION = 1
DISTRIBUTION = "adaptive-customer-service"
REPORTED_VERSIONS = (DISTRIBUTION, "openai", "polars", "numpy", "scipy")

MADE_BY = {
    "run.json": "acs analyze INPUT… --out {run}",
    "conversations.parquet": "acs improve INPUT… --out {run}",
    "metrics.json": "acs analyze INPUT… --out {run}",
    "candidate_tools_ranked.csv": "acs analyze INPUT… --out {run}",
    "evidence.jsonl": "acs analyze INPUT… --out {run}",
    "llm_rewrite_response.json": "acs propose {run}",
    "approved_prompts.json": "acs approve {run}",
    "scenarios.jsonl": "acs simulate {run}",
    "simulation.json": "acs simulate {run}",
    "baseline_simulated.jsonl": "acs simulate {run}",
    "proposed_conversations.jsonl": "acs simulate {run}",
    "comparison.json": "acs compare {run}",
}
"""Which command makes an artefact that another one needs."""


class RunError(Exception):
    """A run that cannot go on; the message says what to do."""


class StageTime(BaseModel):
    """When a stage ended (UTC) and how long it took."""

    model_config = ConfigDict(frozen=True)

    finished_at: str
    seconds: float


class RunInfo(BaseModel):
    """`run.json`. `model` is the model that is asked for; the artefacts name the one that answered."""

    model_config = ConfigDict(frozen=True)

    run: int = RUN_VERSION
    created_at: str
    domain: str
    pack_sha256: str
    model: str
    settings: RunSettings
    inputs: list[dict[str, Any]] = Field(default_factory=list)
    counts: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    stages: dict[str, StageTime] = Field(default_factory=dict)


class RunFolder:
    """The folder of a run. Files are written whole or not at all."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def partial(self) -> Path:
        """Where the replies of unfinished simulated conversations are."""
        return self.path / "partial"

    def create(self) -> None:
        """Make the folder. Raises `RunError` where a file stands or nothing may be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"the run folder {self.path} cannot be made: {error.strerror}") from error

    def need(self, *names: str) -> None:
        """Raise `RunError` naming the command to run first if an artefact is not there."""
        if not self.path.is_dir():
            raise RunError(
                f"there is no run at {self.path}; start one with: {MADE_BY['run.json'].format(run=self.path)}"
            )
        for name in names:
            if not (self / name).is_file():
                command = MADE_BY[name].format(run=self.path)
                raise RunError(f"{self.path} has no {name} yet; first run: {command}")

    def read_json(self, name: str) -> dict[str, Any]:
        """An artefact's content. Raises `RunError` if it is missing or damaged."""
        self.need(name)
        try:
            content = orjson.loads((self / name).read_bytes())
        except orjson.JSONDecodeError as error:
            raise RunError(f"{self / name} is damaged: {error}") from error
        if not isinstance(content, dict):
            raise RunError(f"{self / name} is damaged: it holds no JSON object")
        return content

    def write_json(self, name: str, content: Any) -> None:
        write_json_atomic(self / name, content)

    def write_table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write a CSV file whose texts no spreadsheet takes for a formula; `None` is an empty cell."""
        safe = [[None if value is None else safe_cell(value) for value in row] for row in rows]
        frame = pl.DataFrame(safe, schema=list(columns), orient="row", infer_schema_length=None)
        with replacing(self / name) as file:
            frame.write_csv(file)

    def info(self) -> RunInfo:
        """`run.json`. Raises `RunError`."""
        content = self.read_json("run.json")
        try:
            return RunInfo.model_validate(content)
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise RunError(f"{self / 'run.json'} does not hold together: {where}: {problem['msg']}") from error

    def write_info(self, info: RunInfo) -> None:
        self.write_json("run.json", info.model_dump(mode="json"))

    def finish_stage(self, name: str, seconds: float, settings: RunSettings | None = None) -> None:
        """Note in `run.json` that a stage is done, and the settings that it was done with."""
        info = self.info()
        stages = {**info.stages, name: StageTime(finished_at=utc_now(), seconds=round(seconds, 3))}
        self.write_info(info.model_copy(update={"stages": stages, "settings": settings or info.settings}))

    def discard(self, names: Sequence[str]) -> None:
        """Remove artefacts that the next stage is about to outdate."""
        for name in names:
            (self / name).unlink(missing_ok=True)


def utc_now() -> str:
    """The time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def pack_hash(pack: Pack) -> str:
    """SHA-256 of everything in a pack."""
    return hashlib.sha256(pack.model_dump_json(exclude={"folder"}).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Of Python and of the packages that decide figures."""
    found = {"python": platform.python_version()}
    for name in REPORTED_VERSIONS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found
