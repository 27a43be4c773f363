"""The folder of runs, which `acs` works on too. `workbench.json` in a run: its title, who began it, from what."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.conversations.writing import write_json_atomic
from shared.improvement.journal import run_lock
from shared.runs.folder import RunFolder, utc_now
from workbench.settings import settings

ABOUT = "workbench.json"
INPUTS = "inputs"
CORRECTIONS = "intent_corrections.jsonl"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
TRASH = ".deleted"


class Origin(StrEnum):
    """Where a run's conversations come from."""

    SAMPLE = "sample"
    UPLOAD = "upload"
    FOLDER = "folder"
    LIVE = "live"
    UNKNOWN = "unknown"


class About(BaseModel):
    """`workbench.json`. `origin` `live` is data of customers: it is opened to admins only."""

    model_config = ConfigDict(frozen=True)

    title: str = ""
    origin: Origin = Origin.UNKNOWN
    created_by: str = ""
    created_at: str = ""
    copy_of: str = ""
    sources: list[str] = Field(default_factory=list)
    """What to analyse: paths, those in the run relative to it."""


class UnknownRun(Exception):
    """There is no such run (any more), or it may not be opened."""


class RunEntry(BaseModel):
    """A run of the workspace."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    id: str
    about: About
    folder: RunFolder

    @property
    def title(self) -> str:
        return self.about.title or self.id

    @property
    def inputs(self) -> list[str]:
        """The paths to analyse."""
        return [
            str(self.folder.path / source) if not Path(source).is_absolute() else source
            for source in self.about.sources
        ]


class Workspace:
    """The runs of a folder. `with_live` says whether runs on live tickets may be seen."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def corrections(self) -> Path:
        """What people corrected, kept for every run to come."""
        return self.path / CORRECTIONS

    def entries(self, *, with_live: bool) -> list[RunEntry]:
        """The newest first."""
        found = [entry for entry in self._all() if with_live or entry.about.origin is not Origin.LIVE]
        return sorted(found, key=lambda entry: (entry.about.created_at, entry.id), reverse=True)

    def entry(self, run: str, *, with_live: bool) -> RunEntry:
        """One run. Raises `UnknownRun`."""
        path = self.path / run
        if not _ID.fullmatch(run) or not _is_run(path):
            raise UnknownRun(run)
        entry = RunEntry(id=run, about=_about(path), folder=RunFolder(path))
        if entry.about.origin is Origin.LIVE and not with_live:
            raise UnknownRun(run)
        return entry

    def create(self, about: About) -> RunEntry:
        """A new run's folder, named by the time and its title."""
        moment = datetime.now(UTC)
        stem = f"{moment:%Y%m%d-%H%M%S}-{_slug(about.title)}".rstrip("-")
        for number in range(1, 1_000):
            path = self.path / (stem if number == 1 else f"{stem}-{number}")
            try:
                path.mkdir(parents=True)
            except FileExistsError:
                continue
            filled = about.model_copy(update={"created_at": about.created_at or utc_now()})
            write_json_atomic(path / ABOUT, filled.model_dump(mode="json"))
            return RunEntry(id=path.name, about=filled, folder=RunFolder(path))
        raise FileExistsError(stem)

    def rename(self, entry: RunEntry, title: str) -> None:
        about = entry.about.model_copy(update={"title": title.strip()[:120]})
        write_json_atomic(entry.folder / ABOUT, about.model_dump(mode="json"))

    def delete(self, entry: RunEntry) -> None:
        """Take a run away for good. Raises `RunLocked` while something works on it."""
        with run_lock(entry.folder.path):
            gone = self.path / TRASH / entry.id
            gone.parent.mkdir(exist_ok=True)
            shutil.rmtree(gone, ignore_errors=True)
            entry.folder.path.rename(gone)  # at once: half a run is never seen
        shutil.rmtree(gone, ignore_errors=True)

    def _all(self) -> Iterator[RunEntry]:
        if self.path.is_dir():
            for path in self.path.iterdir():
                if _ID.fullmatch(path.name) and _is_run(path):
                    yield RunEntry(id=path.name, about=_about(path), folder=RunFolder(path))


def _is_run(path: Path) -> bool:
    return (path / ABOUT).is_file() or (path / "run.json").is_file()


def _about(path: Path) -> About:
    try:
        return About.model_validate_json((path / ABOUT).read_bytes())
    except (OSError, ValidationError) as error:
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        # A file that cannot be read may have said that this is data of customers.
        unreadable = not isinstance(error, FileNotFoundError)
        return About(created_at=made, origin=Origin.LIVE if unreadable else Origin.UNKNOWN)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower())[:40].strip("-")


@cache
def workspace() -> Workspace:
    """The process's workspace."""
    return Workspace(settings().runs_folder)
