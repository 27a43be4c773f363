"""Uploaded files go to the run's folder at once, in pieces, under names of ours: theirs are data, never paths."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO, Protocol

from shared.conversations.sources import PACKED_SUFFIXES, SUFFIXES
from shared.conversations.writing import replacing
from workbench.workspace import INPUTS, About, RunEntry, Workspace

PIECE_BYTES = 1 << 20
MAX_STEM = 60


class Uploaded(Protocol):
    """A file from the browser."""

    @property
    def name(self) -> str: ...

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, /) -> int: ...


def safe_name(name: str, number: int) -> str:
    """`01-mi-archivo.csv.gz` for whatever a file is called; an ending that is not read here is left out."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(name.replace("\\", "/")).name)
    lower = plain.encode("ascii", "ignore").decode().lower()
    packed = next((one for one in PACKED_SUFFIXES if one and lower.endswith(one)), "")
    lower = lower.removesuffix(packed)
    ending = next((one for one in SUFFIXES if lower.endswith(one)), "")
    stem = re.sub(r"[^a-z0-9]+", "-", lower.removesuffix(ending))[:MAX_STEM].strip("-")
    return f"{number:02d}-{stem or 'archivo'}{ending}{packed}"


def receive(workspace: Workspace, about: About, files: Sequence[Uploaded]) -> RunEntry:
    """A new run with these files as its inputs. Raises `OSError`; then no run is left behind."""
    names = [safe_name(file.name, number) for number, file in enumerate(files, start=1)]
    entry = workspace.create(about.model_copy(update={"sources": [f"{INPUTS}/{name}" for name in names]}))
    try:
        (entry.folder / INPUTS).mkdir()
        for name, file in zip(names, files, strict=True):
            file.seek(0)
            with replacing(entry.folder / INPUTS / name) as written:  # half of a file is never seen
                _copy(file, written)
    except BaseException:
        workspace.delete(entry)
        raise
    return entry


def _copy(file: Uploaded, written: IO[bytes]) -> None:
    shutil.copyfileobj(file, written, PIECE_BYTES)
