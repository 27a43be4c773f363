"""`acs` under bad luck and bad will: one line, the right exit code, nothing lost, no traceback."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared.cli import console, detecting
from shared.cli.app import run
from shared.cli.exits import words_of_defect, words_of_failure

ACS = [sys.executable, "-c", "from shared.cli import main; main()"]
TURNS = [{"role": "user", "content": "¿ya cayó la lana del Jetta?"}]


def save(path: Path, *records: str) -> str:
    path.write_text("\n".join(records) + "\n", encoding="utf-8")
    return str(path)


def record(name: str, **meta: object) -> str:
    return json.dumps({"conversation_id": name, "meta": meta, "transcript": TURNS})


def test_conversations_without_any_outcome_are_analysed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", save(tmp_path / "a.jsonl", record("a")), "--out", str(tmp_path / "run")]) == 0
    assert "1 conversations (0 lines rejected)" in capsys.readouterr().out


def test_absurd_numbers_are_unknown_and_overflow_nothing(tmp_path: Path) -> None:
    lines = [
        record("a", num_interactions=2**63 - 1, duration_sec=1e308),
        record("b", duration_sec=1e308),
        record("c", duration_sec="9" * 400, num_interactions="1e999", created_at=1e300),
    ]
    assert run(["analyze", save(tmp_path / "a.jsonl", *lines), "--out", str(tmp_path / "run")]) == 0
    overall = json.loads((tmp_path / "run" / "metrics.json").read_text())["overall"]
    assert (overall["total"], overall["avg_duration_sec"]["value"]) == (3, None)


def test_improve_on_rubbish_stops_and_stops_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["improve", save(tmp_path / "a.jsonl", "rubbish"), "--out", str(tmp_path / "run"), "--approve"]
    for _ in range(2):
        assert run(arguments) == 2
        assert "none of the 1 lines is a conversation" in capsys.readouterr().err
    assert not (tmp_path / "run" / "approved_prompts.json").exists()


def test_a_header_alone_is_no_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = save(tmp_path / "a.csv", "ticket_id,content,is_bot,created_at")
    assert run(["analyze", empty, "--out", str(tmp_path / "run")]) == 2
    assert "holds no conversation" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--weights", "csat=1,csat=2"],
        ["--weights", "csat=1e308,resolution=1e308"],
        ["--seed", "9" * 30],
        ["--domain", "aaaa.yaml"],
    ],
)
def test_words_that_would_break_later_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    source = save(tmp_path / "a.jsonl", record("a"))
    assert run(["analyze", source, "--out", str(tmp_path / "run"), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_quoted_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console.fail("no such file: \x1b[2J\x07\u202egnp.exe\ud800")
    console.show({}, "95\u00a0% \x9b31m\nnext", as_json=False)
    shown = capsys.readouterr()
    assert shown.err == "acs: no such file: \\x1b[2J\\x07\\u202egnp.exe\\ud800\n"
    assert shown.out == "95\u00a0% \\x9b31m\nnext\n"


def test_a_long_error_stays_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.fail("contexts: " + "many, " * 1000)
    assert len(capsys.readouterr().err) < console.LONGEST_ERROR + 20


def test_a_defect_is_a_line_that_says_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr(detecting, "detect_lines", broken)
    assert run(["detect", save(tmp_path / "a.jsonl", "{}")]) == 1
    assert "AttributeError at app.py" in capsys.readouterr().err


def test_errors_name_the_file_and_not_its_replacement() -> None:
    error = OSError(21, "Is a directory", "/run/.a.json.x7.part", None, "/run/a.json")
    assert words_of_failure(error) == "/run/a.json: Is a directory"
    assert words_of_failure(OSError(28, "No space left on device")) == "No space left on device"
    assert "memory" in words_of_defect(MemoryError())


def test_detect_keeps_ids_of_any_kind(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    ids = ["12345678901234567890123", '{"a": [1]}', "null", "1.5"]
    lines = "\n".join(f'{{"id": {given}, "text": "hola"}}' for given in ids)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert run(["detect"]) == 0
    answers = [json.loads(line)["id"] for line in capfdbinary.readouterr().out.splitlines()]
    assert answers == [json.loads(given) for given in ids]


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    source = save(tmp_path / "a.jsonl", *['{"id": 1, "text": "hola"}'] * 20_000)
    with subprocess.Popen([*ACS, "detect", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_closed_streams_are_empty_ones(tmp_path: Path) -> None:
    script = f"{sys.executable} -c 'from shared.cli import main; main()' analyze - --out run <&-"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "holds no conversation" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_is_one_line_and_its_own_code(tmp_path: Path, number: signal.Signals, code: int) -> None:
    words = [*ACS, "analyze", "-", "--out", str(tmp_path / "run")]
    unfinished = tmp_path / "run" / ".analyze.partial"
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(400):
            if unfinished.exists():
                break
            time.sleep(0.05)
        time.sleep(0.2)  # now it waits for its input
        process.send_signal(number)
        process.wait(timeout=20)
        assert process.stderr is not None
        assert process.stderr.read() == "acs: stopped; the same command goes on\n"
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == code
    assert not unfinished.exists()
