"""A small disk for the data folder, which can be filled: a loop mount or a tmpfs as root, else a limit on files."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

MEGABYTES = 400
PIECE = b"\0" * 1_048_576
ALMOST_NOTHING = 65_536
Processes = Callable[[], Iterable[psutil.Process]]


class SmallDisk:
    """`folder` lies on it; `kind` says how it was made.

    Without root there is no mount: then `fill` takes from the processes that are named the right to write files any
    longer than 64 kB, which stops a database at once, and harder than a full disk does.
    """

    def __init__(self, kind: str = "") -> None:
        self._stack = ExitStack()
        self._wanted = kind
        self._limited: list[psutil.Process] = []

    def __enter__(self) -> SmallDisk:
        base = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="acs-faults-")))
        base.chmod(0o755)  # root's PostgreSQL runs as another user
        self.folder = base / "disk"
        self.folder.mkdir(mode=0o755)
        self.kind = self._made(base)
        return self

    def __exit__(self, *_: object) -> None:
        self.free()
        self._stack.close()

    def fill(self, processes: Processes) -> None:
        """Not a byte is left."""
        if self.kind == "limit":
            self._limited = list(processes())
            for process in self._limited:
                self._limit(process, ALMOST_NOTHING)
            return
        with suppress(OSError), self._filling.open("ab", buffering=0) as file:
            while True:
                file.write(PIECE)
        with suppress(OSError), self._filling.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 4_096)

    def free(self) -> None:
        """There is room again."""
        self._filling.unlink(missing_ok=True)
        for process in self._limited:
            self._limit(process, resource.RLIM_INFINITY)
        self._limited = []

    @property
    def _filling(self) -> Path:
        return self.folder / "filling"

    def _made(self, base: Path) -> str:
        image = base / "image"
        loop = [["truncate", "-s", f"{MEGABYTES}M", str(image)], ["mkfs.ext4", "-q", "-m", "0", str(image)],
                ["mount", "-o", "loop", str(image), str(self.folder)]]  # fmt: skip
        tmpfs = [["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(self.folder)]]
        for kind, steps in (("loop", loop), ("tmpfs", tmpfs)):
            if os.getuid() == 0 and self._wanted in ("", kind) and all(_done(step) for step in steps):
                self._stack.callback(_done, ["umount", "--lazy", str(self.folder)])
                self.folder.chmod(0o755)
                return kind
        return "limit"

    @staticmethod
    def _limit(process: psutil.Process, size: int) -> None:
        """The soft limit only, which its owner may raise again."""
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # root may be denied what an owner may
            hard = process.rlimit(psutil.RLIMIT_FSIZE)[1]
            process.rlimit(psutil.RLIMIT_FSIZE, (size, hard))


def _done(step: list[str]) -> bool:
    try:
        return subprocess.run(step, capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
