"""Services that are started together, told apart by their lines, and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared.launching import supervising
from shared.launching.settings import ROOT
from shared.launching.supervising import PartEnded, hearing, supervise
from tests.shared.launching.stand_ins import SERVING, Written, stand_in

DYING = """
    import sys
    print("first words", flush=True)
    sys.exit("acs: LOG_LEVEL: one of DEBUG, INFO")
"""
DEAF = (
    """
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
"""
    + SERVING
)
MISSING_THE_FIRST = """
    import signal, time
    heard = []
    signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    print("starting", flush=True)
    while len(heard) < 2:
        time.sleep(0.01)
    print("heard the second", flush=True)
"""
WITH_A_CHILD = """
    import subprocess, sys
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    print("child", child.pid, flush=True)
    sys.exit(3)
"""


def ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def pids(screen: Written, words: str) -> list[int]:
    return [int(line.split()[-1]) for line in screen.lines if words in line]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def ends(pid: int) -> bool:
    """Whether a process that is not ours to wait for is gone soon."""
    give_up = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < give_up:
        time.sleep(0.01)
    return not is_alive(pid)


def test_ctrl_c_after_all_answer_stops_all_of_them() -> None:
    parts = (stand_in("one"), stand_in("other"))
    screen = Written("one", "other")
    with hearing() as asked:
        supervise(parts, os.environ, screen, ctrl_c, asked)
    started = pids(screen, "hello from")
    assert len(started) == 2
    assert not any(map(is_alive, started))
    assert "one   | goodbye" in screen.lines
    assert "other | goodbye" in screen.lines


def test_a_service_that_dies_stops_the_others_and_is_named_with_its_last_words() -> None:
    parts = (stand_in("one"), stand_in("other", 'print("alas", flush=True)\nraise SystemExit(3)'))
    screen = Written("one", "other")
    with hearing() as asked, pytest.raises(PartEnded) as ended:
        supervise(parts, os.environ, screen, lambda: None, asked)
    assert str(ended.value).splitlines() == ["the other ended with exit code 3; everything else is stopped. Its last "
                                             "lines:", "  alas"]  # fmt: skip
    assert not any(map(is_alive, pids(screen, "hello from")))


def test_what_a_service_says_of_its_settings_is_the_one_sentence() -> None:
    with hearing() as asked, pytest.raises(PartEnded) as ended:
        supervise((stand_in("one", DYING),), os.environ, Written("one"), lambda: None, asked)
    assert str(ended.value) == "the one did not start (exit code 1): LOG_LEVEL: one of DEBUG, INFO"


def test_a_service_that_is_killed_later_is_noticed() -> None:
    screen = Written("one", "other")

    def kill_one() -> None:
        os.kill(pids(screen, "one   | hello from")[0], signal.SIGKILL)

    with hearing() as asked, pytest.raises(PartEnded, match="the one was ended by SIGKILL"):
        supervise((stand_in("one"), stand_in("other")), os.environ, screen, kill_one, asked)
    assert not any(map(is_alive, pids(screen, "hello from")))


def test_what_a_dead_service_had_started_is_ended_too() -> None:
    screen = Written("one")
    with hearing() as asked, pytest.raises(PartEnded, match="exit code 3"):
        supervise((stand_in("one", WITH_A_CHILD),), os.environ, screen, lambda: None, asked)
    assert ends(pids(screen, "| child")[0])


def test_a_service_that_does_not_listen_is_killed_after_a_while() -> None:
    screen = Written("one")
    with hearing() as asked:
        supervise((stand_in("one", DEAF),), os.environ, screen, ctrl_c, asked, patience_sec=0.2)
    assert "one: still there after 0 s, killed" in screen.lines
    assert not any(map(is_alive, pids(screen, "hello from")))


def test_a_service_that_misses_the_first_signal_while_it_starts_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "AGAIN_SEC", 0.1)
    screen = Written("one", then=lambda line: ctrl_c() if "starting" in line else None)
    with hearing() as asked:
        supervise((stand_in("one", MISSING_THE_FIRST),), os.environ, screen, lambda: None, asked)
    assert "one | heard the second" in screen.lines
    assert not any("killed" in line for line in screen.lines)


def test_ctrl_c_before_anything_answers_stops_too() -> None:
    screen = Written("one", then=lambda line: ctrl_c() if "never" in line else None)
    told: list[str] = []
    code = "import time\nprint('never ready', flush=True)\ntime.sleep(600)"
    with hearing() as asked:
        supervise((stand_in("one", code),), os.environ, screen, lambda: told.append("ready"), asked)
    assert told == []
    assert "stopping …" in screen.lines


def test_nobody_who_reads_is_a_reason_to_stop() -> None:
    screen = Written("one")

    def walk_away() -> None:
        screen.gone = True

    with hearing() as asked:
        supervise((stand_in("one"),), os.environ, screen, walk_away, asked)
    assert not any(map(is_alive, pids(screen, "hello from")))


def test_signals_are_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with hearing() as asked:
        ctrl_c()
        assert asked.times == 1
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_child_that_is_told_to_stop_while_it_imports_leaves_no_traceback(tmp_path: Path, number: int) -> None:
    (tmp_path / "slow_service.py").write_text("import time\nprint('importing', flush=True)\ntime.sleep(600)\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    child = subprocess.Popen(
        [sys.executable, "-m", "shared.launching.part", "slow_service"], env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "importing\n"
    child.send_signal(number)
    assert child.wait(20) != 0
    assert child.stdout.read() == ""
    child.stdout.close()


def test_a_child_does_not_outlive_its_launcher(tmp_path: Path) -> None:
    """Killed without a chance to stop anybody, and started with `&` by a script: such a one ignores Ctrl-C."""
    (tmp_path / "waiting_service.py").write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n")
    words = "[sys.executable, '-m', 'shared.launching.part', 'waiting_service']"
    code = f"import signal, subprocess, sys\nsignal.signal(2, signal.SIG_IGN)\nsubprocess.Popen({words}).wait()"
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    launcher = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout is not None
    child = int(launcher.stdout.readline())
    launcher.kill()
    launcher.wait(10)
    assert launcher.stdout.read() == ""  # the pipe's other end is closed: the child has ended
    launcher.stdout.close()
    assert ends(child)
