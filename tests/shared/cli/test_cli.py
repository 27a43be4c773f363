"""`acs` as a person and a script meet it: words, exit codes, one-line errors, the whole cycle."""

from __future__ import annotations

import io
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shared.cli import scheduler
from shared.cli.app import run

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "kavak.jsonl"
ARTEFACTS = {
    "metrics.json", "intents.csv", "candidate_tools_ranked.csv", "baseline_meta.csv", "rejected.jsonl", "run.json",
    "llm_rewrite_response.json", "approved_prompts.json", "baseline_simulated.jsonl", "proposed_conversations.jsonl",
    "proposed_meta.csv", "comparison.json", "report.html", "report.md", "baseline_conversations.jsonl",
}  # fmt: skip


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "finished"
    arguments = ["improve", str(SAMPLE), "--out", str(out), "--approve", "--conversations-per-context", "1"]
    assert run(arguments) == 0
    return out


def test_improve_writes_every_artefact(finished: Path) -> None:
    assert {path.name for path in finished.iterdir()} >= ARTEFACTS
    assert "offline-rules-1" in (finished / "report.html").read_text(encoding="utf-8")


def test_improve_again_changes_nothing_and_plays_nothing_twice(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in finished.iterdir() if path.name != "run.json"}
    arguments = ["improve", str(SAMPLE), "--out", str(finished), "--approve", "--conversations-per-context", "1"]
    assert run(arguments) == 0
    after = {path.name: path.read_bytes() for path in finished.iterdir() if path.name != "run.json"}
    unequal = [name for name in before if before[name] != after.get(name)]
    # The report names the times of its stages; the process id in the lock is another.
    assert set(unequal) <= {"report.html", "report.md", ".lock"}
    assert "analyze" not in capsys.readouterr().err


def test_improve_keeps_a_run_on_other_conversations(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.jsonl"
    other.write_bytes(b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[:30]))
    assert run(["improve", str(other), "--out", str(finished), "--approve"]) == 2
    assert "--fresh" in capsys.readouterr().err


def test_a_prompt_that_forbids_tools_and_next_steps_is_called_worse(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = tmp_path / "harm.txt"
    prompt.write_text(
        "Eres el asistente. Nunca uses herramientas. No des siguientes pasos ni fechas; pide que esperen."
    )
    out = tmp_path / "harm"
    assert run(["analyze", str(SAMPLE), "--out", str(out)]) == 0
    assert run(["approve", str(out), "--system", str(prompt)]) == 0
    assert run(["simulate", str(out)]) == 0
    capsys.readouterr()
    assert run(["compare", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "worse"


def test_the_unchanged_prompt_is_inconclusive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "same"
    assert run(["analyze", str(SAMPLE), "--out", str(out)]) == 0
    assert run(["approve", str(out), "--unchanged"]) == 0
    assert run(["simulate", str(out), "--seed", "3"]) == 0
    capsys.readouterr()
    assert run(["compare", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "inconclusive"


def test_without_approve_improve_waits_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["improve", str(SAMPLE), "--out", str(tmp_path / "r")]) == 0
    assert "acs approve" in capsys.readouterr().out
    assert not (tmp_path / "r" / "approved_prompts.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["analyze", "missing.jsonl", "--out", "{tmp}"], 2, "missing.jsonl"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--domain", "bakery"], 2, "bakery"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--max-turns", "99"], 2, "--max-turns"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--weights", "charm=1"], 2, "charm"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--weights", "csat"], 2, "csat=.35"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--ranking-weights", "charm=1"], 2, "frequency, unresolved"),
        (["improve", str(SAMPLE), "--out", "{tmp}", "--ranking-weights", "effort"], 2, "frequency=.35"),
        (["analyze", str(SAMPLE), "--out", "{tmp}", "--scheduler", "tcp://127.0.0.1:9"], 2, "scheduler"),
        (["propose", "{tmp}/none"], 2, "no run"),
        (["simulate", "{tmp}/none"], 2, "no run"),
        (["compare", "{tmp}/none"], 2, "no run"),
        (["approve", "{tmp}", "--unchanged", "--system", "x"], 2, "--unchanged"),
        (["no-such-command"], 2, "no-such-command"),
        (["analyze"], 2, "INPUT"),
        (["offline-model", "--faults", "rate=much"], 2, "--faults"),
    ],
)
def test_wrong_words_are_one_clear_line(
    arguments: list[str], code: int, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(scheduler, "CONNECT_TIMEOUT_SEC", 1)
    assert run([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == code
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("acs: ")
    assert part in error


def test_a_file_without_conversations_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soup = tmp_path / "soup.jsonl"
    soup.write_bytes(b"\x00\xff\xfe\n{]\n")
    assert run(["analyze", str(soup), "--out", str(tmp_path / "r")]) == 2
    assert "rejected.jsonl" in capsys.readouterr().err
    assert len((tmp_path / "r" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_detect_reads_stdin_and_answers_every_line(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = b'{"id": 7, "text": "ya cayo la lana del jetta?"}\nnot json\n\n{"id": "x", "text": "hola"}\n{"id": 9}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run(["detect"]) == 2
    first, broken, nothing, untold = (json.loads(line) for line in capsysbinary.readouterr().out.splitlines())
    assert (first["id"], first["intents"], first["language"]) == (7, ["payment_status"], "es")
    assert (broken["line"], "error" in broken) == (2, True)
    assert (nothing["id"], nothing["intents"]) == ("x", [])
    assert (untold["id"], "error" in untold) == (9, True)


def test_the_installed_command_teaches() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "from shared.cli import main; main(['improve', '--help'])"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0
    for option in ("--threads", "--trials", "--budget-usd", "--scheduler", "--weights", "--seed", "--json"):
        assert option in answer.stdout


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["offline-model", "--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"acs: port {port} cannot be used: Address already in use")
    assert error.count("\n") == 1


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"acs \d+\.\d+\.\d+\n", capsys.readouterr().out)
