"""Archives that no backup of ours ever is."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

Change = Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes] | None]


def rewritten(archive: Path, change: Change, more: tuple[tuple[tarfile.TarInfo, bytes], ...] = ()) -> Path:
    """A copy in which `change` replaces entries (`None` leaves one out), with `more` at its end."""
    target = archive.with_name("forged.tar.gz")
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as copy:
        for entry in source.getmembers():
            file = source.extractfile(entry)
            assert file is not None
            changed = change(entry, file.read())
            if changed is not None:
                _add(copy, *changed)
        for one in more:
            _add(copy, *one)
    return target


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


def cut_off(archive: Path, share: float) -> Path:
    """The first part of it."""
    target, whole = archive.with_name("cut.tar.gz"), archive.read_bytes()
    target.write_bytes(whole[: int(len(whole) * share)])
    return target


def one_byte_changed(archive: Path) -> Path:
    """In the middle of what is packed, with a checksum of gzip that fits."""
    inside = bytearray(gzip.decompress(archive.read_bytes()))
    at = len(inside) // 3
    inside[at] ^= 1
    target = archive.with_name("changed.tar.gz")
    target.write_bytes(gzip.compress(bytes(inside), 1))
    return target


def _add(tar: tarfile.TarFile, made: tarfile.TarInfo, content: bytes) -> None:
    if made.isfile():
        made.size = len(content)
    tar.addfile(made, io.BytesIO(content))
