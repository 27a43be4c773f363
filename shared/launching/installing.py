"""The environment: `.venv` with everything that `requirements.lock` names. What goes wrong is one sentence, and the
same command goes on where it stopped."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAILED = 1
NEEDED_BYTES = 3_000_000_000
"""Of the packages and the cache that they come through."""
_NO_SPACE = ("no space left", "os error 28", "disk quota")
_NO_NETWORK = ("name resolution", "resolve", "dns", "connect", "unreachable", "timed out", "timeout", "network")

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


class CannotInstall(Exception):
    """Why there is no environment, and what to do."""


def main() -> int:
    """Install; the exit code: 0 done, 1 it could not be done."""
    try:
        install(ROOT)
    except CannotInstall as error:
        sys.stderr.write(f"acs: {error}\n")
        return FAILED
    return 0


def install(root: Path, run: Run | None = None) -> None:
    """Make `root`/.venv what the lock says, by the Python that runs this. Raises `CannotInstall`."""
    run = run or _run
    there = root / ".venv"
    python, uv = there / "bin" / "python", there / "bin" / "uv"
    _check_space(root)
    if not python.exists() or not (there / "pyvenv.cfg").exists():
        _make_environment(there, run)
    sys.stdout.write("installing into .venv (once, and after changes)\n")
    sys.stdout.flush()
    if not uv.exists():
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2", "uv")
        _do(run, (str(python), *pip))
    options = ("--quiet", "--python", str(python))
    _do(run, (str(uv), "pip", "sync", *options, "--require-hashes", str(root / "requirements.lock")))
    local = ("--no-deps", "--no-build-isolation", "--editable", str(root))
    _do(run, (str(uv), "pip", "install", *options, *local))


def _check_space(root: Path) -> None:
    if (root / ".venv" / "bin" / "uv").exists():
        return
    free = shutil.disk_usage(root).free
    if free < NEEDED_BYTES:
        raise CannotInstall(
            f"the disk of {root} has {free / 1e9:.1f} GB left; installing needs about {NEEDED_BYTES / 1e9:.0f}"
        )


def _make_environment(there: Path, run: Run) -> None:
    if not (_is_there("venv") and _is_there("ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise CannotInstall(
            f"Python's venv module is not complete; on Debian and Ubuntu: sudo apt install python{version}-venv"
        )
    done = run((sys.executable, "-m", "venv", "--clear", str(there)))
    if done.returncode != 0:
        shutil.rmtree(there, ignore_errors=True)  # half of one would be taken for a whole one
        raise CannotInstall(f"{there} cannot be made: {_last_line(done)}")


def _is_there(module: str) -> bool:
    """Whether Python has the module; a folder without a file is what a removed package may leave."""
    found = importlib.util.find_spec(module)
    return found is not None and found.origin is not None


def _do(run: Run, words: Sequence[str]) -> None:
    done = run(words)
    if done.returncode == 0:
        return
    said = f"{done.stdout}\n{done.stderr}".lower()
    if any(sign in said for sign in _NO_SPACE):
        raise CannotInstall(
            "there is no space left on the disk; make some and say the same again, it goes on from here"
        )
    if any(sign in said for sign in _NO_NETWORK):
        raise CannotInstall(
            "the packages cannot be downloaded: is there a network? Say the same again once there is one, it goes on "
            f"from here ({_last_line(done)})"
        )
    raise CannotInstall(f"the packages could not be installed: {_last_line(done)}")


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    return lines[-1][:300] if lines else f"exit code {done.returncode}"


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    except OSError as error:
        return subprocess.CompletedProcess(words, FAILED, "", f"{words[0]}: {error.strerror}")
