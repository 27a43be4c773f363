"""The file of a backup: a gzipped tar, written whole or not at all, and read without believing a word of it."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import shutil
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from backend.backups.manifest import NAME, BackupFailed, Held, Manifest, is_safe

_PIECE = 1 << 20
_IN_MEMORY = 16 << 20
_LEVEL = 3
"""Of gzip: the dump is compressed already."""
_SPARE_BYTES = 50_000_000
_MOST_FILES = 200_000
_MOST_MANIFEST_BYTES = 100_000_000


class Writer:
    """A new archive. `held` is what it has so far."""

    def __init__(self, tar: tarfile.TarFile, near: Path) -> None:
        self._tar, self._near = tar, near
        self.held: dict[str, Held] = {}

    def add(self, path: Path, name: str) -> None:
        """A file that nobody changes."""
        with path.open("rb") as source:
            self.held[name] = self._store(source, name)

    def add_moving(self, path: Path, name: str) -> None:
        """A file as it is at this moment: it may grow, be replaced or vanish meanwhile. Raises `BackupFailed`."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        except OSError as error:
            raise BackupFailed(f"{path} cannot be read: {_why(error, path.parent)}") from error
        with source, tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._near)) as copy:
            shutil.copyfileobj(source, copy, _PIECE)
            self.held[name] = self._store(copy, name)

    def close_with(self, manifest: Manifest) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._near)) as copy:
            copy.write(manifest.model_dump_json(indent=1).encode())
            self._store(copy, NAME)

    def _store(self, file: IO[bytes], name: str) -> Held:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = file.seek(0, os.SEEK_END), 0o600, time.time()
        file.seek(0)
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        file.seek(0)
        self._tar.addfile(entry, file)
        return Held(bytes=entry.size, sha256=digest.hexdigest())


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """An archive at `target`, for its owner only, which has this name once the block has ended well."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(number, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_LEVEL) as tar:
                yield Writer(tar, target.parent)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    except OSError as error:
        raise BackupFailed(f"{target} cannot be written: {_why(error, target.parent)}") from error
    finally:
        partial.unlink(missing_ok=True)


def unpack(archive: Path, into: Path) -> Manifest:
    """What the archive holds, unpacked into the empty folder `into` and compared with its manifest.

    Only plain files with the names that a backup may have are taken; links, devices and ways out are refused. Raises
    `BackupFailed`: then nothing of it may be used.
    """
    try:
        with gzip.open(archive) as file:
            with tarfile.open(fileobj=file, mode="r|") as tar:
                found = dict(_unpacked(tar, into))
            while file.read(_PIECE):  # to its end, where gzip's own checksum is
                pass
    except (gzip.BadGzipFile, tarfile.TarError, EOFError, zlib.error, ValueError, OverflowError) as error:
        raise BackupFailed(f"{archive} is no whole backup: it is cut off or damaged ({error})") from error
    except OSError as error:
        raise BackupFailed(f"{archive} cannot be read: {_why(error, into)}") from error
    return _compared(archive, into, found)


def _unpacked(tar: tarfile.TarFile, into: Path) -> Iterator[tuple[str, Held]]:
    names: set[str] = set()
    for entry in tar:
        if not is_safe(entry.name) or entry.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or entry.name in names:
            raise BackupFailed(f"the archive holds {entry.name[:80]!r}, which no backup does; nothing was restored")
        names.add(entry.name)
        if len(names) > _MOST_FILES:
            raise BackupFailed(f"the archive holds more than {_MOST_FILES} files; nothing was restored")
        if entry.size > shutil.disk_usage(into).free - _SPARE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        yield entry.name, _one(tar, entry, into / entry.name)


def _one(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> Held:
    source = tar.extractfile(entry)
    assert source is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return Held(bytes=size, sha256=digest.hexdigest())


def _compared(archive: Path, into: Path, found: dict[str, Held]) -> Manifest:
    if found.pop(NAME, Held(bytes=_MOST_MANIFEST_BYTES, sha256="")).bytes >= _MOST_MANIFEST_BYTES:
        raise BackupFailed(f"{archive} is no whole backup: it has no {NAME}")
    try:
        manifest = Manifest.model_validate_json((into / NAME).read_bytes())
    except ValidationError as error:
        raise BackupFailed(f"{archive} is no backup that this version knows: its {NAME} cannot be read") from error
    if found != dict(manifest.files):
        names = sorted(
            name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
        )
        raise BackupFailed(
            f"{archive} was changed: {names[0][:80]!r} is not what its {NAME} says; nothing was restored"
        )
    return manifest


def _why(error: OSError, place: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"no space is left on the disk ({shutil.disk_usage(place).free // 1_000_000} MB are free)"
    return (error.strerror or str(error)).lower()
