"""Corrections of intents: what follows from them, and that they outlive the analysis they were made in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.analysis.corrections import CORRECTIONS, Correction, CorrectionError, read_corrections
from shared.analysis.outputs import BASELINE_META, INTENTS, METRICS, RANKING
from shared.analysis.table import ConversationTable
from shared.analysis.table_rows import TABLE
from shared.improvement.journal import RunLocked, run_lock
from shared.runs.correcting import correct, withdraw
from shared.runs.folder import RunError, RunFolder
from tests.shared.analysis.records import csv_rows, record, write_lines
from tests.shared.runs.analysed import analysed, artefacts

CREDIT = "¿me pueden dar un crédito para el carro a 48 meses?"
DEPENDENT = {METRICS, RANKING, INTENTS, BASELINE_META, TABLE, CORRECTIONS}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    lines = [record(f"c{n}", CREDIT, resolved=n % 3 == 0, idioma="en", num_interactions=2) for n in range(12)]
    lines += [record("=d", "hola", context="=x", tono='muy "amable",\nsí'), record("e", "buenas tardes")]
    return write_lines(tmp_path / "in.jsonl", [*lines, b"{broken", lines[3]])


@pytest.fixture
def run(tmp_path: Path, source: Path) -> RunFolder:
    return analysed(tmp_path / "run", source)


def test_everything_that_depends_on_intents_follows_and_nothing_else(run: RunFolder) -> None:
    before = artefacts(run)
    correct(run, "c1", ["kyc_docs", "appointment"], "ana")
    correct(run, "c2", [], "ana")
    after = artefacts(run)
    assert {name for name in after if after[name] != before.get(name)} == DEPENDENT
    metrics = json.loads(after[METRICS])
    totals = {intent: figures["total"] for intent, figures in metrics["by"]["intent"].items() if figures["total"]}
    assert totals == {"credit_prequal": 10, "kyc_docs": 1, "appointment": 1}
    assert metrics["corrections"] == {"count": 2}
    assert {row["intent"]: row["examples"] for row in csv_rows(run / RANKING)}["kyc_docs"] == "c1"
    for name in (INTENTS, BASELINE_META):
        intents = {row["conversation_id"]: row["intents"] for row in csv_rows(run / name)}
        assert (intents["c1"], intents["c2"], intents["c3"]) == ("kyc_docs;appointment", "", "credit_prequal")


def test_probabilities_and_what_was_detected_stay(run: RunFolder) -> None:
    before = ConversationTable.open(run.path).frame
    made = correct(run, "c1", ["kyc_docs"], "ana")
    after = ConversationTable.open(run.path).frame
    assert after.drop("intents").equals(before.drop("intents"))
    assert (made.detected, made.intents, made.by) == (("credit_prequal",), ("kyc_docs",), "ana")
    assert read_corrections(run.path) == {"c1": made}


def test_analysing_again_keeps_the_corrections_and_writes_the_same_files(run: RunFolder, source: Path) -> None:
    for conversation_id, intents in (("c3", ["kyc_docs"]), ("e", ["appointment"]), ("c3", []), ("=d", ["kyc_docs"])):
        correct(run, conversation_id, intents, "ana")
    corrected = artefacts(run)
    analysed(run.path, source)
    assert artefacts(run) == corrected
    assert list(read_corrections(run.path)) == ["e", "c3", "=d"]


def test_taking_all_corrections_back_leaves_the_files_of_before(run: RunFolder) -> None:
    before = artefacts(run)
    correct(run, "c1", ["kyc_docs"], "ana")
    withdraw(run, "c2")
    assert artefacts(run) != before
    withdraw(run, "c1")
    assert artefacts(run) == before


def test_a_half_done_correction_is_made_good_by_the_next_one(run: RunFolder) -> None:
    before = {name: content for name, content in artefacts(run).items() if name != CORRECTIONS}
    correct(run, "c1", ["kyc_docs"], "ana")
    whole = artefacts(run)
    for name in (METRICS, RANKING, TABLE):
        (run / name).write_bytes(before[name])
    made = read_corrections(run.path)["c1"]
    correct(run, "e", [], "ana")
    withdraw(run, "e")
    assert artefacts(run) == whole
    assert read_corrections(run.path) == {"c1": made}


def test_remembered_corrections_count_in_the_next_import_where_their_conversation_is_there(
    tmp_path: Path, source: Path
) -> None:
    def remembered(conversation_id: str, intent: str, at: str = "2026-01-01T00:00:00+00:00") -> Correction:
        return Correction(conversation_id=conversation_id, intents=(intent,), detected=(), by="eva", at=at)

    elsewhere = {
        "c1": remembered("c1", "kyc_docs"),
        "absent": remembered("absent", "kyc_docs"),
        "c2": remembered("c2", "of_an_older_pack"),
    }
    run = analysed(tmp_path / "next", source, corrections=elsewhere)
    assert read_corrections(run.path) == {
        "c1": elsewhere["c1"].model_copy(update={"detected": ("credit_prequal",)}),
    }
    correct(run, "c1", ["appointment"], "ana")
    analysed(run.path, source, corrections=elsewhere)
    assert read_corrections(run.path)["c1"].intents == ("appointment",)
    later = {"c1": remembered("c1", "kyc_docs", at="2999-01-01T00:00:00+00:00")}
    analysed(run.path, source, corrections=later)
    assert read_corrections(run.path)["c1"].intents == ("kyc_docs",)


def test_a_run_of_other_conversations_has_no_corrections_file(run: RunFolder, tmp_path: Path) -> None:
    correct(run, "c1", ["kyc_docs"], "ana")
    analysed(run.path, write_lines(tmp_path / "other.jsonl", [record("z", CREDIT)]))
    assert not (run / CORRECTIONS).exists()
    assert "corrections" not in json.loads((run / METRICS).read_bytes())


def test_what_cannot_be_corrected_is_refused_and_changes_nothing(run: RunFolder) -> None:
    before = artefacts(run)
    with pytest.raises(CorrectionError, match="no intent 'tires'"):
        correct(run, "c1", ["kyc_docs", "tires"], "ana")
    with pytest.raises(RunError, match="no conversation 'z'"):
        correct(run, "z", [], "ana")
    with run_lock(run.path), pytest.raises(RunLocked):
        correct(run, "c1", [], "ana")
    assert artefacts(run) == before
    (run / CORRECTIONS).write_bytes(b"{}\n")
    for act in (lambda: correct(run, "c1", [], "ana"), lambda: withdraw(run, "c1")):
        with pytest.raises(RunError, match=r"line 1 of .* is damaged"):
            act()
    (run / TABLE).unlink()
    with pytest.raises(RunError, match=r"no conversations\.parquet yet"):
        correct(run, "c1", [], "ana")
