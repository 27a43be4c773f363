"""A run copied, to be tried with other parameters: what was analysed, proposed and approved comes along."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from shared.improvement.journal import run_lock
from shared.runs.approvals import APPROVALS
from shared.runs.folder import RunError, RunFolder
from shared.runs.simulating import JOURNAL, OUTDATED, SCENARIOS

INFO = "run.json"
SIMULATED = (*OUTDATED, SCENARIOS, JOURNAL)
PARTIAL = "partial"
BEFORE_SIMULATION = ("analyze", "propose", "approve")
GROWING = (JOURNAL, APPROVALS)
"""Files that are written to where they stand; all others are replaced whole, so that a copy may share their bytes."""
LINKED_FROM_BYTES = 1_000_000


def duplicate(
    source: RunFolder, target: Path, *, with_simulation: bool = False, without: Sequence[str] = ()
) -> RunFolder:
    """Copy the run at `source` to the folder `target`, which holds no run yet, and return it.

    `with_simulation` brings the played conversations and the comparison along. `without` names further files to leave
    out. Large files are hard links where the disk can. Raises `RunError`, `RunLocked`.
    """
    source.need(INFO)
    copy = RunFolder(target)
    if (copy / INFO).exists() or target.resolve() == source.path.resolve():
        raise RunError(f"there is a run at {target} already")
    copy.create()
    left_out = {INFO, *without, *(() if with_simulation else SIMULATED)}
    with run_lock(source.path), run_lock(copy.path):
        for path in _files(source, with_simulation):
            name = path.relative_to(source.path)
            if str(name) not in left_out:
                _copy(path, copy / str(name))
        # Last: until it is there, this is no run.
        info = source.info()
        stages = info.stages if with_simulation else {k: v for k, v in info.stages.items() if k in BEFORE_SIMULATION}
        copy.write_info(info.model_copy(update={"stages": stages}))
    return copy


def _files(source: RunFolder, with_simulation: bool) -> Iterator[Path]:
    """The run's files, those in its folders too; neither hidden ones nor journals that were set aside."""
    for path in sorted(source.path.rglob("*")):
        parts = path.relative_to(source.path).parts
        hidden = any(part.startswith(".") for part in parts)
        old_journal = path.match("journal.*.jsonl")
        unfinished = parts[0] == PARTIAL and not with_simulation
        if path.is_file() and not (hidden or old_journal or unfinished):
            yield path


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.name not in GROWING and path.stat().st_size >= LINKED_FROM_BYTES:
        try:
            os.link(path, target)
            return
        except OSError:
            pass  # another disk, or one without links
    shutil.copy2(path, target)
