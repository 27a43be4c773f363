"""`python -m shared.launching.part MODULE`: a service as a child process.

It ends without a traceback when it is told to stop while its modules are still being imported, and is told to stop when
the launcher dies without a word.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
from types import TracebackType

_SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2)."""


def main() -> None:
    """Run the module that the first word names, with the other words."""
    launcher = os.getppid()
    sys.excepthook = _say_nothing_of_ctrl_c
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's script ignores it in what it starts with `&`
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGINT))
    if os.getppid() != launcher:
        return
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _say_nothing_of_ctrl_c(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)


if __name__ == "__main__":
    main()
