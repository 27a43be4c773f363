"""Installing: what is missing is said in a sentence, and what was begun is gone on with."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from shared.launching.installing import CannotInstall, install
from shared.launching.settings import ROOT

Done = subprocess.CompletedProcess[str]


class Tools:
    """Stands in for the programs that are called: they do what they are for, or fail with `said`."""

    def __init__(self, root: Path, failing: str = "", said: str = "") -> None:
        self.root, self.failing, self.said = root, failing, said
        self.calls: list[str] = []

    def __call__(self, words: Sequence[str]) -> Done:
        line = " ".join(map(str, words))
        self.calls.append(line)
        if self.failing and self.failing in line:
            return subprocess.CompletedProcess(words, 1, "", self.said)
        made = {"-m venv": ("python", "../pyvenv.cfg"), "install --quiet --disable-pip": ("uv",)}
        for part in next((names for sign, names in made.items() if sign in line), ()):
            path = self.root / ".venv" / "bin" / part
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return subprocess.CompletedProcess(words, 0, "", "")


def test_an_environment_is_made_and_filled_by_the_lock(tmp_path: Path) -> None:
    tools = Tools(tmp_path)
    install(tmp_path, tools)
    assert [call.split()[1:3] for call in tools.calls] == [
        ["-m", "venv"],
        ["-m", "pip"],
        ["pip", "sync"],
        ["pip", "install"],
    ]
    assert "--require-hashes" in tools.calls[2]


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    install(tmp_path, Tools(tmp_path))
    again = Tools(tmp_path)
    install(tmp_path, again)
    assert [call.split()[1:3] for call in again.calls] == [["pip", "sync"], ["pip", "install"]]


def test_a_missing_venv_module_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CannotInstall, match=r"sudo apt install python3\.\d+-venv"):
        install(tmp_path, Tools(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_half_an_environment_is_not_left(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    with pytest.raises(CannotInstall, match="cannot be made: no luck"):
        install(tmp_path, Tools(tmp_path, "-m venv", "no luck"))
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("failing", "said", "told"),
    [
        ("-m pip", "ERROR: Could not resolve host: Temporary failure in name resolution", "is there a network?"),
        ("pip sync", "error: Failed to fetch\n  Caused by: dns error", "is there a network?"),
        ("pip sync", "error: failed to write\n  Caused by: No space left on device (os error 28)", "no space left"),
        ("pip sync", "error: Hash mismatch for polars", "could not be installed: error: Hash mismatch"),
        ("-m pip", "", "exit code 1"),
    ],
)
def test_what_fails_is_one_sentence(tmp_path: Path, failing: str, said: str, told: str) -> None:
    with pytest.raises(CannotInstall) as refused:
        install(tmp_path, Tools(tmp_path, failing, said))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_small_disk_is_said_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = shutil.disk_usage("/")._replace(free=1_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: small)
    with pytest.raises(CannotInstall, match=r"has 1\.0 GB left"):
        install(tmp_path, Tools(tmp_path))


def test_it_needs_nothing_that_is_not_in_python() -> None:
    """As on a machine where nothing is installed yet."""
    code = "import sys, shared.launching.__main__, shared.launching.installing; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "False\n"


def test_another_python_is_refused_in_a_sentence() -> None:
    code = "import sys; sys.version_info = (3, 9, 2, 'final', 0); import shared.launching.__main__"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "this needs Python 3.11" in done.stderr
    assert done.stderr.count("\n") == 1
