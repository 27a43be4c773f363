"""What would keep the product from starting, found before anything is started: one sentence, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from shared.launching.parts import Part

NEEDED_BYTES = 200_000_000
"""Of the data folder's disk: a new database takes a third of it."""


class CannotStart(Exception):
    """Why nothing was started, in a sentence; `exit_code` 2 for wrong settings, 1 for what failed."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def check_folder(folder: Path) -> None:
    """The data folder: made where it is missing, writable, on a disk with space. Raises `CannotStart`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"the data folder {folder} cannot be made: {_why(error)} (DATA_FOLDER)") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(f"the data folder {folder} cannot be written to by this user (DATA_FOLDER)")
    _check_owners(folder)
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise CannotStart(
            f"the disk of the data folder {folder} has {free // 1_000_000} MB left and the database needs "
            f"{NEEDED_BYTES // 1_000_000}; make space or choose another folder: DATA_FOLDER"
        )


def _check_owners(folder: Path) -> None:
    """Who started it as another user before, as root for example, left files that this one cannot use."""
    me = os.geteuid()
    strange = [path.name for path in folder.iterdir() if me and path.lstat().st_uid != me]
    if strange:
        raise CannotStart(
            f"{', '.join(sorted(strange))} in the data folder {folder} belongs to another user: start it as that one, "
            "or choose another folder: DATA_FOLDER"
        )


def check_ports(parts: Sequence[Part]) -> None:
    """Every part can listen where it is to. Raises `CannotStart` naming part, port, who has it, and the variable."""
    for one, other in combinations(parts, 2):
        if one.port == other.port:
            raise CannotStart(f"{one.variable} and {other.variable} are both {one.port}; each service needs its own", 2)
    for part in parts:
        _check_port(part, {other.port for other in parts})


def _check_port(part: Part, wanted: set[int]) -> None:
    error = _refusal(part.host, part.port)
    if error is None:
        return
    place = f"{part.host} port {part.port}"
    if error.errno == errno.EADDRINUSE:
        raise CannotStart(
            f"the {part.name} cannot listen on {place}: {_holder(part.port)} has it; stop that, or choose another "
            f"port: {part.variable}={_free_port(part.host, part.port, wanted) or 'NUMBER'} make up"
        )
    raise CannotStart(f"the {part.name} cannot listen on {place}: {_why(error)}; set {part.variable}")


def _refusal(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
            tried.listen()
        except OSError as error:
            return error
    return None


def _holder(port: int) -> str:
    """Who listens on the port, as far as this user may know."""
    try:
        found = [one for one in psutil.net_connections("tcp") if one.laddr and one.laddr.port == port]
        pid = next(one.pid for one in found if one.status == psutil.CONN_LISTEN and one.pid)
        process = psutil.Process(pid)
        words = " ".join(process.cmdline()) or process.name()
    except (StopIteration, psutil.Error, OSError):
        return "another program"
    return f"process {pid} ({words if len(words) <= 80 else words[:79] + '…'})"


def _free_port(host: str, above: int, wanted: set[int]) -> int:
    """A port that may be taken instead; 0 where none of the next is free."""
    for port in range(above + 1, min(above + 100, 65_536)):
        if port not in wanted and _refusal(host, port) is None:
            return port
    return 0


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
