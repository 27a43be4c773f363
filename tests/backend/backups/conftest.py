"""A place with a database of real rows and two runs, and an empty one beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from backend.backups.making import make_backup
from backend.backups.settings import Folders
from backend.settings import Settings
from tests.backend.migrations.databases import new_database, old_database
from tests.backend.serving import test_settings


class Place(NamedTuple):
    """Where a product keeps what it has."""

    url: str
    settings: Settings
    folders: Folders
    backups: Path

    @property
    def runs(self) -> dict[str, bytes]:
        folder = self.folders.runs_folder
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def place_at(url: str, folder: Path) -> Place:
    folders = Folders(_env_file=None, data_folder=folder / "data", runs_folder=folder / "runs")
    return Place(url, test_settings(url, folder / "data"), folders, folder / "backups")


@pytest.fixture(scope="session")
def old(postgres: str) -> Iterator[str]:
    """The name of a database of an earlier release, to be copied."""
    with old_database(postgres) as name:
        yield name


@pytest.fixture
def full(postgres: str, old: str, tmp_path: Path) -> Iterator[Place]:
    """With the rows of an earlier release and two runs."""
    with new_database(postgres, old) as url:
        yield filled(place_at(url, tmp_path / "full"))


def filled(place: Place) -> Place:
    """With two runs."""
    for name, text in {"march/run.json": "{}", "march/journal.jsonl": '{"n": 1}\n', "mayo ñ/run.json": "{}"}.items():
        path = place.folders.runs_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return place


@pytest.fixture(scope="session")
def stored(postgres: str, old: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of what `full` is at the beginning of every test."""
    with new_database(postgres, old) as url:
        place = filled(place_at(url, tmp_path_factory.mktemp("stored")))
        return make_backup(place.settings, place.folders, place.backups)


@pytest.fixture
def backup(stored: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copy2(stored, tmp_path))


@pytest.fixture
def empty(postgres: str, tmp_path: Path) -> Iterator[Place]:
    """Where nothing is yet."""
    with new_database(postgres) as url:
        yield place_at(url, tmp_path / "empty")
