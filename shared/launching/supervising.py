"""Several services as one: started together, waited for, stopped together."""

from __future__ import annotations

import http.client
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from shared.launching.parts import Part
from shared.launching.process import Process
from shared.launching.screen import Screen

PATIENCE_SEC = 30.0
TELL_EVERY_SEC = 30.0
AGAIN_SEC = 2.0
_STEP_SEC = 0.1
_ANSWER_SEC = 2.0
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Our own services are asked past any proxy."""


class PartEnded(Exception):
    """A service ended that nobody asked to; the message says which, how, and its last words."""


class Asked:
    """How often somebody asked to stop: by Ctrl-C, SIGTERM, or a terminal that was closed."""

    def __init__(self) -> None:
        self.times = 0


@contextmanager
def hearing() -> Iterator[Asked]:
    """While the block runs, signals to stop are counted and do nothing else."""
    asked = Asked()

    def heard(number: int, frame: FrameType | None) -> None:
        asked.times += 1

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it stays ignored
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, heard) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def supervise(
    parts: Sequence[Part],
    environment: Mapping[str, str],
    screen: Screen,
    ready: Callable[[], None],
    asked: Asked,
    *,
    patience_sec: float = PATIENCE_SEC,
    kept_open: tuple[int, ...] = (),
) -> None:
    """Start the parts, call `ready` once all answer, and return when somebody asked to stop and all have ended.

    Raises `PartEnded`, with all others stopped, when one ends by itself.
    """
    processes: list[Process] = []
    try:
        processes.extend(Process(part, environment, screen, kept_open) for part in parts)
        if _wait_for_all(processes, asked, screen):
            ready()
        while not asked.times and not screen.gone:
            _look(processes, answered=True)
            time.sleep(_STEP_SEC)
        screen.say("stopping …")
    except PartEnded:
        screen.say("one service has ended, stopping the others …")
        raise
    finally:
        _stop(processes, asked, screen, patience_sec)


def _wait_for_all(processes: Sequence[Process], asked: Asked, screen: Screen) -> bool:
    """Whether all answer; not when somebody asked to stop before."""
    waiting, began, told = list(processes), time.monotonic(), 1
    while waiting and not asked.times and not screen.gone:
        _look(processes, answered=False)
        for process in waiting:
            process.answered = _answers(process.part)
        waiting = [process for process in waiting if not process.answered]
        if waiting and time.monotonic() - began > TELL_EVERY_SEC * told:
            told += 1
            names = " and ".join(process.part.name for process in waiting)
            screen.say(f"still waiting for {names} ({time.monotonic() - began:.0f} s)")
        time.sleep(_STEP_SEC)
    return not waiting


def _answers(part: Part) -> bool:
    try:
        with DIRECT.open(part.url + part.health, timeout=_ANSWER_SEC) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError, http.client.HTTPException):
        return False


def _look(processes: Sequence[Process], *, answered: bool) -> None:
    for process in processes:
        if process.exit_code is not None:
            process.kill()  # what it started, and to have its last words
            raise PartEnded(_how_it_ended(process, answered=answered))


def _how_it_ended(process: Process, *, answered: bool) -> str:
    code, name = process.exit_code, process.part.name
    assert code is not None
    last = [line for line in process.last if line]
    if not answered and last and last[-1].startswith("acs: "):
        return f"the {name} did not start (exit code {code}): {last[-1].removeprefix('acs: ')}"
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    said = "".join(f"\n  {line}" for line in last)
    return f"the {name} {how}; everything else is stopped." + (f" Its last lines:{said}" if said else "")


def _stop(processes: Sequence[Process], asked: Asked, screen: Screen, patience_sec: float) -> None:
    """Interrupt all, and kill what is not gone after `patience_sec`.

    Interrupted once more are all with every further Ctrl-C, and by the clock those that never answered: a service that
    is starting may miss a signal and has nobody to finish with.
    """
    give_up, again, told = time.monotonic() + patience_sec, time.monotonic(), -1
    while any(process.exit_code is None for process in processes):
        moment = time.monotonic()
        if moment > give_up:
            late = ", ".join(process.part.name for process in processes if process.exit_code is None)
            screen.say(f"{late}: still there after {patience_sec:.0f} s, killed")
            break
        for process in processes:
            if asked.times > told or (moment > again and not process.answered):
                process.interrupt()
        again = moment + AGAIN_SEC if moment > again else again
        told = asked.times
        time.sleep(_STEP_SEC / 2)
    for process in processes:
        process.kill()
