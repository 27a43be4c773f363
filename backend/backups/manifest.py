"""What a backup says about itself: `manifest.json`, the last file in it."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
RUNS, SECRETS = "runs", "secrets"


class BackupFailed(Exception):
    """Why there is no backup, or why one was not restored; nothing was changed."""


class Held(BaseModel):
    """A file of the archive."""

    model_config = ConfigDict(frozen=True)

    bytes: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """`revision` is the database's, `None` where only runs were there; `postgres` the server's version."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    version: str
    revision: str | None
    postgres: int | None
    made_at: datetime
    secrets: bool
    files: Mapping[str, Held]

    @property
    def has_database(self) -> bool:
        return DUMP in self.files


def product_version() -> str:
    return importlib.metadata.version("adaptive-customer-service")


def is_newer(version: str, than: str) -> bool:
    """Whether a version (1.2.3) comes after another."""
    return _numbers(version) > _numbers(than)


def is_safe(name: str) -> bool:
    """Whether a file of this name may be in a backup: relative, below where it belongs, without a way out."""
    path = PurePosixPath(name)
    if "\0" in name or path.is_absolute() or str(path) != name or ".." in path.parts:
        return False
    return name in (NAME, DUMP) or (path.parts[0] in (RUNS, SECRETS) and len(path.parts) > 1)


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    if found is None:
        raise BackupFailed(f"{version[:40]!r} is no version")
    return tuple(int(number or 0) for number in found.groups())
