"""Files that lie on the server: only below the folders that the deployment names, never through a link."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from shared.conversations.rejections import InputError
from shared.conversations.sources import PACKED_SUFFIXES, SUFFIXES, expand_inputs
from workbench.settings import ROOT, settings
from workbench.workspace import CORRECTIONS, Origin, UnknownRun, workspace

MAX_LISTED = 200
_ENDINGS = tuple(ending + packed for ending in SUFFIXES for packed in PACKED_SUFFIXES)


class NotAllowed(Exception):
    """A place outside of the folders that may be read, or one that is reached through a link."""


def roots() -> tuple[Path, ...]:
    """The folders below which files may be read."""
    return (*settings().workbench_folders, settings().runs_folder)


def listed() -> list[str]:
    """Folders and files to choose from, as they are typed; what lies in runs is not listed."""
    found: list[str] = []
    for root in roots():
        for path in _below(root):
            if len(found) == MAX_LISTED:
                return found
            found.append(shown(path))
    return found


def shown(path: Path) -> str:
    """A path as short as it can be typed."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def sources_at(text: str) -> list[str]:
    """The files of a place that somebody named. Raises `NotAllowed`, and `InputError` where nothing can be read."""
    given = Path(text.strip())
    path = given if given.is_absolute() else ROOT / given
    _check(path)
    files = [Path(source.path) for source in expand_inputs([path])]
    for file in files:
        _check(file)
    if not all(file.is_file() for file in files):
        raise InputError(f"{text}: not a file")
    return [str(file) for file in files]


def _check(path: Path) -> None:
    root = next((one for one in roots() if path.is_relative_to(one)), None)
    if root is None or ".." in path.parts:
        raise NotAllowed(str(path))
    below = path.relative_to(root)
    if any((root / Path(*below.parts[:number])).is_symlink() for number in range(1, len(below.parts) + 1)):
        raise NotAllowed(str(path))
    runs = settings().runs_folder  # it may lie below another folder
    if path.is_relative_to(runs) and (path == runs or _is_closed(path.relative_to(runs).parts[0])):
        raise NotAllowed(str(path))


def _is_closed(run: str) -> bool:
    """Whether a name in the folder of runs may not be read: live tickets stay in their run."""
    if (settings().runs_folder / run).is_file():
        return run.startswith(".") or run == CORRECTIONS
    try:
        return workspace().entry(run, with_live=True).about.origin is Origin.LIVE
    except UnknownRun:
        return True


def _below(root: Path) -> Iterator[Path]:
    runs = settings().runs_folder
    for parent, folders, files in os.walk(root):
        is_runs = Path(parent) == runs
        folders[:] = [] if is_runs else sorted(name for name in folders if not name.startswith("."))
        good = [Path(parent, name) for name in sorted(files) if name.lower().endswith(_ENDINGS)]
        readable = [path for path in good if not _is_hidden(path, runs=is_runs) and not path.is_symlink()]
        if len(readable) > 1 and not is_runs:
            yield Path(parent)
        yield from readable


def _is_hidden(path: Path, *, runs: bool) -> bool:
    return path.name.startswith(".") or (runs and path.name == CORRECTIONS)
