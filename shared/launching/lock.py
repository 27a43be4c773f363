"""One product a data folder: a lock that its launcher and all its services hold for as long as they live."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "up.lock"


class Running(Exception):
    """The product runs in this data folder; `pid` is its launcher's, 0 where it is not known."""

    def __init__(self, pid: int) -> None:
        super().__init__("the product runs here already" + (f" (`make up` is process {pid})" if pid else ""))
        self.pid = pid


@contextmanager
def only_one(folder: Path) -> Iterator[int]:
    """Hold the lock of a data folder that is there. The number of its file is for `pass_fds`: whoever has it open keeps
    the lock. Raises `Running`."""
    number = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Running(_written(number)) from error
        os.truncate(number, 0)
        os.write(number, str(os.getpid()).encode())
        yield number
    finally:
        os.close(number)


def _written(number: int) -> int:
    said = os.read(number, 20)
    return int(said) if said.isdigit() else 0
