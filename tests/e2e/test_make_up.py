"""`make up`: three services with one command, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.building import ensure_built
from tests.backend.faults.supervised import quiet_port
from tests.backend.platform.processes import ROOT

SERVICES = ("backend", "portal", "workbench")
PATIENCE_SEC = 90
_ENDS_WELL = (0, 130, -signal.SIGINT)


class Running(NamedTuple):
    """`make`, the pids of the services by name, and what was written so far."""

    make: subprocess.Popen[bytes]
    services: dict[str, int]
    output: Path

    @property
    def said(self) -> str:
        return self.output.read_text()


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Running]:
    """Everything, running on ports of its own: nothing but the ports and the folders is set."""
    ensure_built()
    ports = {name: str(quiet_port()) for name in ("PORT", "PORTAL_PORT", "WORKBENCH_PORT")}
    cleared = dict.fromkeys(("BACKEND_URL", "PORTAL_URL", "CORS_ORIGINS", "DATABASE_URL", "REFLEX_BACKEND_ONLY"), "")
    folders = {"DATA_FOLDER": str(tmp_path / "data"), "RUNS_FOLDER": str(tmp_path / "runs"), "DEMO_DATA": "true"}
    # STAMP: the environment is there, and tests install nothing.
    with (tmp_path / "output.txt").open("w") as output:
        make = subprocess.Popen(
            ["make", "STAMP=", "up"], cwd=ROOT, env=os.environ | cleared | ports | folders, start_new_session=True,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for_block(make, tmp_path / "output.txt")
        yield Running(make, _services(make.pid), tmp_path / "output.txt")
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGTERM)
            make.wait(40)


@pytest.mark.slow
def test_ctrl_c_stops_everything(up: Running, tmp_path: Path) -> None:
    block = up.said.partition("Everything runs")[2]
    for word in (
        "portal     http://",
        "workbench  http://",
        "/docs",
        "demo-admin@gmail.com",
        "Demo001",
        "OPENAI_API_KEY",
    ):
        assert word in block
    os.killpg(up.make.pid, signal.SIGINT)
    assert up.make.wait(40) in _ENDS_WELL
    _nothing_is_left(up, tmp_path)
    assert "acs: " not in up.said


def _wait_for_block(make: subprocess.Popen[bytes], output: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SEC
    while "Everything runs" not in output.read_text():
        assert make.poll() is None, output.read_text()
        assert time.monotonic() < give_up, output.read_text()
        time.sleep(0.2)


def _services(make: int) -> dict[str, int]:
    launcher = _children(make)[0]
    named = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in _children(launcher)}
    return {name: next(pid for pid, words in named.items() if name in words) for name in SERVICES}


def _nothing_is_left(up: Running, folder: Path) -> None:
    assert not any(Path(f"/proc/{pid}").exists() for pid in up.services.values())
    assert not (folder / "data" / "postgres" / "postmaster.pid").exists()
    assert "Traceback" not in up.said


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
