"""The offline model behind a URL answers as it does in-process, and its failures are survived."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.cli.app import run

RESULTS = ("baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv")


@contextmanager
def offline_server(*options: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from shared.cli import main; main()",
        "offline-model",
        "--port",
        str(port),
        *options,
    ]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def _copy(finished: Path, to: Path) -> Path:
    to.mkdir()
    for name in ("run.json", "metrics.json", "evidence.jsonl", "approved_prompts.json", "candidate_tools_ranked.csv"):
        shutil.copy(finished / name, to / name)
    return to


def test_a_base_url_gives_the_results_of_the_process(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = _copy(finished_run, tmp_path / "http")
    with offline_server() as url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        assert run(["propose", str(there)]) == 0
        assert run(["simulate", str(there)]) == 0
    for name in RESULTS:
        assert (there / name).read_bytes() == (finished_run / name).read_bytes(), name
    here, over_http = (json.loads((f / "llm_rewrite_response.json").read_bytes()) for f in (finished_run, there))
    assert over_http["proposal"] == here["proposal"]


def test_a_server_that_fails_one_call_in_five_is_survived(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = _copy(finished_run, tmp_path / "faults")
    with offline_server("--faults", "rate=0.2,seed=4,kinds=429|500|cut|invalid_json,hang=0.2") as url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_TIMEOUT_SEC", "10")
        capsys.readouterr()
        assert run(["simulate", str(there), "--retries", "8", "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["done"] == outcome["total"] == 12
    assert run(["compare", str(there)]) == 0


def test_a_server_that_is_not_there_is_one_line(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = _copy(finished_run, tmp_path / "gone")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert run(["propose", str(there)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("acs: ")
    assert error.count("\n") == 1
