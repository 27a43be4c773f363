"""Files of unknown origin: what is no whole backup is refused, and nothing gets out of its folder."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from backend.backups.archive import unpack
from backend.backups.manifest import BackupFailed, is_newer, is_safe
from tests.backend.backups.forging import cut_off, entry, rewritten


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "folder" / "into"
    folder.mkdir(parents=True)
    return folder


def test_a_whole_backup_is_unpacked(backup: Path, into: Path) -> None:
    manifest = unpack(backup, into)
    found = {str(path.relative_to(into)) for path in into.rglob("*") if path.is_file()}
    assert found == {*manifest.files, "manifest.json"}
    assert "runs/mayo ñ/run.json" in found


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_is_cut_off_is_refused(backup: Path, into: Path, share: float) -> None:
    with pytest.raises(BackupFailed, match="no whole backup"):
        unpack(cut_off(backup, share), into)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b"])
def test_another_file_is_refused(into: Path, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tar.gz"
    other.write_bytes(content)
    with pytest.raises(BackupFailed, match="no whole backup"):
        unpack(other, into)


def test_a_manifest_that_is_none_is_refused(backup: Path, into: Path) -> None:
    forged = rewritten(backup, lambda one, content: (one, b"[]" if one.name == "manifest.json" else content))
    with pytest.raises(BackupFailed, match="no backup that this version knows"):
        unpack(forged, into)


@pytest.mark.parametrize(
    "strange",
    [
        entry("../outside"), entry("/tmp/outside"), entry("runs/../../outside"), entry("runs/./x"), entry("other/x"),
        entry("runs/link", tarfile.SYMTYPE, "/etc/passwd"), entry("runs/link", tarfile.LNKTYPE, "manifest.json"),
        entry("runs/pipe", tarfile.FIFOTYPE), entry("runs/march/run.json"), entry("runs"), entry("secrets/../x"),
    ],
    ids=lambda one: f"{one.name} {one.type!r}",
)  # fmt: skip
def test_nothing_gets_out_of_the_folder(backup: Path, into: Path, strange: tarfile.TarInfo) -> None:
    forged = rewritten(backup, lambda one, content: (one, content), ((strange, b"gotcha"),))
    with pytest.raises(BackupFailed, match="which no backup does"):
        unpack(forged, into)
    assert not list(into.parent.rglob("*outside*"))
    assert not list(into.rglob("*link*"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("manifest.json", True), ("database.dump", True), ("runs/a/b.json", True), ("secrets/secret_key", True),
        ("runs", False), ("runs/", False), ("/runs/a", False), ("runs/../a", False), ("runs//a", False),
        ("x/a", False), ("", False), ("runs/a\0b", False), ("./runs/a", False),
    ],
)  # fmt: skip
def test_names_that_a_backup_may_hold(name: str, safe: bool) -> None:
    assert is_safe(name) is safe


def test_versions_are_compared_as_numbers() -> None:
    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("0.1.0", "0.1.0")
    with pytest.raises(BackupFailed, match="no version"):
        is_newer("latest", "0.1.0")
