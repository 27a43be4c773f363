"""Runs whose files were damaged, lost or changed between the stages, and two commands on one run at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shared.improvement.approval import Choice
from shared.improvement.journal import RunLocked, run_lock
from shared.llm.settings import LLMSettings
from shared.runs.analyzing import check_accepted
from shared.runs.comparing import compare
from shared.runs.folder import RunError, RunFolder
from shared.runs.improving import improve
from shared.runs.settings import RunSettings
from shared.runs.simulating import simulate
from shared.runs.stages import approve, propose, read_evidence, read_table
from tests.shared.improvement.detectors import keyword_detector
from tests.shared.runs.run_folders import make_approved_run, make_run

__all__ = ["keyword_detector"]

LLM = LLMSettings()


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory, keyword_detector: None) -> Path:
    folder = make_approved_run(tmp_path_factory.mktemp("runs") / "simulated", conversations_per_context=1)
    simulate(folder, LLM)
    return folder.path


@pytest.fixture
def folder(simulated: Path, tmp_path: Path) -> RunFolder:
    return RunFolder(shutil.copytree(simulated, tmp_path / "run"))


@pytest.mark.parametrize("content", [b"[1]", b"null", b"\xff\x00", b"", b'{"complete": tr'])
@pytest.mark.parametrize("name", ["run.json", "metrics.json", "simulation.json", "approved_prompts.json"])
def test_a_damaged_artefact_is_named(folder: RunFolder, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(RunError, match=rf"{name} (is damaged|does not hold together)"):
        compare(folder)


def test_a_simulation_that_lost_lines_is_not_compared(folder: RunFolder) -> None:
    path = folder / "proposed_conversations.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(RunError, match=r"5 of 6 simulated conversations are there; run acs simulate"):
        compare(folder)
    path.write_bytes(whole)
    (folder / "scenarios.jsonl").write_bytes(b"")
    with pytest.raises(RunError, match=r"scenarios\.jsonl lacks the scenario"):
        compare(folder)


def test_prompts_approved_after_the_simulation_are_not_reported_as_played(folder: RunFolder) -> None:
    approve(folder, LLM, Choice(unchanged=True))
    with pytest.raises(RunError, match="other prompts were approved since the simulation"):
        compare(folder)


@pytest.mark.parametrize("line", [b"[1]", b"5", b'{"simulation": [1]}', b'{"simulation": {}, "meta": 1}'])
def test_what_is_no_simulated_conversation_is_named_by_its_line(folder: RunFolder, line: bytes) -> None:
    (folder / "baseline_simulated.jsonl").write_bytes(line + b"\n")
    with pytest.raises(RunError, match="line 1 is not a simulated conversation"):
        compare(folder)


def test_damaged_evidence_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "evidence.jsonl"
    path.write_bytes(b"\n[1]\n")
    with pytest.raises(RunError, match=r"line 2 of .*evidence\.jsonl is damaged \(a list"):
        read_evidence(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'a,b\n1,"2', b"a,b\n1\n", b"a\n" + b"x" * 200_000])
def test_a_damaged_table_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(RunError, match=r"table\.csv is damaged"):
        read_table(path)


def test_an_id_that_reads_like_a_number_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c,d,e\nnan,infinity,1_000,1e999,-2.5e-3\n", encoding="utf-8")
    assert list(read_table(path)[0].values()) == ["nan", "infinity", "1_000", "1e999", -0.0025]


def test_a_run_that_is_worked_on_is_left_alone(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    before = {path.name for path in run.path.iterdir()}
    with run_lock(run.path):
        for command in (lambda: propose(run, LLM), lambda: approve(run, LLM, Choice(unchanged=True))):
            with pytest.raises(RunLocked, match="another process"):
                command()
    assert {path.name for path in run.path.iterdir()} == before | {".lock"}


def test_starting_over_on_rubbish_keeps_what_a_person_approved(folder: RunFolder, tmp_path: Path) -> None:
    kept = (folder / "approved_prompts.json").read_bytes()
    missing = tmp_path / "missing.jsonl"
    with pytest.raises(Exception, match="no such file"):
        improve([str(missing)], folder, RunSettings(), LLM, approve_proposal=True, fresh=True)
    assert (folder / "approved_prompts.json").read_bytes() == kept


def test_an_analysis_of_nothing_says_what_there_was() -> None:
    check_accepted({"accepted": 1, "rejected": 9})
    with pytest.raises(RunError, match="none of the 9 lines"):
        check_accepted({"accepted": 0, "rejected": 9})
    with pytest.raises(RunError, match="holds no conversation"):
        check_accepted({"accepted": 0, "rejected": 0})


def test_a_scenario_may_hold_any_line_separator(folder: RunFolder) -> None:
    lines = (folder / "scenarios.jsonl").read_text(encoding="utf-8").split("\n")
    first = json.loads(lines[0])
    first["opening"] = "¿ya cayó\u2028la lana\u0085?"
    (folder / "scenarios.jsonl").write_text(
        "\n".join([json.dumps(first, ensure_ascii=False), *lines[1:]]), encoding="utf-8"
    )
    assert compare(folder).verdict
