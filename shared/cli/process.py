"""What `acs` needs of its process: an end by SIGTERM as orderly as by Ctrl-C, and streams that can take any text."""

from __future__ import annotations

import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn


class Terminated(BaseException):
    """Somebody (a container's runtime, a shutdown) asked the process to end. Like `KeyboardInterrupt` nothing catches
    it on its way."""


def prepare_process() -> None:
    """To be called once, by the program: nothing here is right for somebody who imports `acs`."""
    signal.signal(signal.SIGTERM, _end)
    for number, mode in enumerate(("r", "w", "w")):
        _open_if_closed(number, mode)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal in Latin-1 has no dash


def hear_ctrl_c() -> None:
    """To be called before input is waited for: polars, once imported, has the system go on with a read that Ctrl-C
    interrupted, and a command that reads a terminal or a pipe could not be stopped."""
    signal.siginterrupt(signal.SIGINT, True)


def forget_output() -> None:
    """Let what is still to be written to stdout go nowhere, so that leaving does not fail over it once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _open_if_closed(number: int, mode: str) -> None:
    """Give a process that was started without stdin, stdout or stderr (`<&-`) an empty one: Python has `None` there,
    and the next file that is opened would take its number."""
    names = ("stdin", "stdout", "stderr")
    if getattr(sys, names[number]) is None:
        setattr(sys, names[number], open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated
