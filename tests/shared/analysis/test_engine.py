"""From files to files: what is written, that it adds up, and that nothing half stays behind."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.analysis import chunks, engine
from shared.analysis.engine import AnalysisOptions, AnalysisResult, analyze
from shared.analysis.intents import IntentDetector
from shared.analysis.outputs import EVIDENCE, INTENTS, METRICS, RANKING, REJECTED
from shared.conversations.reading import InputError, Rejection, read_conversations, read_line
from shared.domains.pack import load_pack
from tests.shared.analysis.keyword_detector import KeywordDetector
from tests.shared.analysis.records import csv_rows, record, write_lines

PACK = load_pack("kavak")
FILES = {
    "metrics.json",
    "intents.csv",
    "candidate_tools_ranked.csv",
    "baseline_meta.csv",
    "rejected.jsonl",
    "evidence.jsonl",
}
CREDIT = "¿me pueden dar un crédito para el carro a 48 meses?"
NOTHING = "muchas gracias, saludos"


@pytest.fixture(autouse=True)
def _foreseeable_detector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These tests are about counting and writing, so the detector is one whose answers are plain to see."""
    monkeypatch.setattr(IntentDetector, "for_pack", KeywordDetector)
    chunks._detector.cache_clear()
    yield
    chunks._detector.cache_clear()


def run(tmp_path: Path, records: list[dict[str, Any] | bytes], **options: Any) -> tuple[AnalysisResult, Path]:
    out = tmp_path / "run"
    return analyze([write_lines(tmp_path / "in.jsonl", records)], out, PACK, AnalysisOptions(**options)), out


def test_a_small_file_gives_the_figures_worked_by_hand(tmp_path: Path) -> None:
    outcome = {"outcomes": {"csat_estimated_1_5": 3}}
    result, out = run(
        tmp_path,
        [
            record("a", CREDIT, context="credit", idioma="es", resolved=True, duration_sec=60) | outcome,
            record("b", CREDIT, context="credit", idioma="es", resolved=False),
            record("c", NOTHING, context="ask", idioma="es"),
            b"{broken",
            b"",
        ],
    )
    assert {path.name for path in out.iterdir()} == FILES
    metrics = json.loads((out / METRICS).read_text(encoding="utf-8"))
    assert metrics == result.metrics
    assert metrics["overall"]["total"] == 3
    assert metrics["overall"]["resolution_rate"]["value"] == 0.5
    assert metrics["by"]["context"]["credit"]["resolution_rate"]["n"] == 2
    assert metrics["by"]["intent"]["credit_prequal"]["total"] == 2
    # csat 3/4.5; resolution .5; turns 1 - 2/6; latency 1 - 60/120: .35*.666667 + .35*.5 + .15*.666667 + .15*.5
    assert metrics["score"]["value"] == pytest.approx(0.583333, abs=1e-6)
    assert metrics["inputs"] == {"accepted": 3, "rejected": 1, "duplicate_ids": 0}
    assert result.counts["empty_lines"] == 1


def test_every_row_of_the_tables_is_there_and_unknown_is_an_empty_cell(tmp_path: Path) -> None:
    _, out = run(tmp_path, [record("a", CREDIT, canal="WhatsApp", resolved=True), record("b", NOTHING)])
    first, second = csv_rows(out / "baseline_meta.csv")
    assert first == {
        "conversation_id": "a",
        "context": "",
        "tono": "",
        "canal": "whatsapp",
        "idioma": "",
        "resolved": "true",
        "num_interactions": "",
        "duration_sec": "",
        "csat": "",
        "intents": "credit_prequal",
    }
    assert second["resolved"] == second["intents"] == ""
    intents = csv_rows(out / INTENTS)
    assert list(intents[0]) == ["conversation_id", "language", "intents", *(intent.id for intent in PACK.intents)]
    assert (intents[0]["credit_prequal"], intents[0]["kyc_docs"]) == ("0.9000", "0.1000")
    ranking = csv_rows(out / RANKING)
    assert (ranking[0]["rank"], ranking[0]["intent"], ranking[0]["examples"]) == ("1", "credit_prequal", "a")
    assert len(ranking) == len(PACK.intents)


def test_a_second_record_with_an_id_is_rejected_with_the_place_of_the_first(tmp_path: Path) -> None:
    _, out = run(tmp_path, [record("a", CREDIT, resolved=True), b"nonsense", record("a", NOTHING, resolved=False)])
    rejected = [json.loads(line) for line in (out / REJECTED).read_text(encoding="utf-8").splitlines()]
    assert [line["line"] for line in rejected] == [2, 3]
    assert rejected[1]["reason"] == "duplicate id; first on line 1"
    assert NOTHING in rejected[1]["raw"]
    metrics = json.loads((out / METRICS).read_text(encoding="utf-8"))
    assert metrics["inputs"] == {"accepted": 1, "rejected": 2, "duplicate_ids": 1}
    assert metrics["overall"]["resolution_rate"]["value"] == 1.0
    assert [row["conversation_id"] for row in csv_rows(out / INTENTS)] == ["a"]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    records = [record(name, NOTHING, context='=HYPERLINK("x")') for name in ("=1+1", "-5", "@a", "plain")]
    _, out = run(tmp_path, [*records])
    rows = csv_rows(out / "baseline_meta.csv")
    assert [row["conversation_id"] for row in rows] == ["'=1+1", "-5", "'@a", "plain"]
    assert {row["context"] for row in rows} == {'\'=HYPERLINK("x")'}


def test_cells_hold_quotes_commas_and_newlines(tmp_path: Path) -> None:
    _, out = run(tmp_path, [record("a", NOTHING, tono='muy "amable", dijo\nél')])
    assert csv_rows(out / "baseline_meta.csv")[0]["tono"] == 'muy "amable", dijo\nél'


def test_contexts_go_by_the_names_of_the_pack(tmp_path: Path) -> None:
    name = next(iter(PACK.contexts))
    result, _ = run(tmp_path, [record("a", NOTHING, context=name.upper()), record("b", NOTHING, context="Otro")])
    assert set(result.metrics["by"]["context"]) == {name, "Otro"}


def test_language_is_the_stated_one_else_the_detected_one(tmp_path: Path) -> None:
    result, _ = run(tmp_path, [record("a", CREDIT, idioma="en"), record("b", CREDIT)])
    assert {name: figures["total"] for name, figures in result.metrics["by"]["idioma"].items()} == {"en": 1, "es": 1}
    assert result.metrics["language_counts"] == {"es": 2}


def test_imported_intents_are_counted_beside_the_detected_ones(tmp_path: Path) -> None:
    imported = {"outcomes": {"intent_detected": ["kyc_docs", "no_such_intent"]}}
    result, _ = run(tmp_path, [record("a", CREDIT) | imported, record("b", CREDIT)])
    agreement = result.metrics["imported_intents"]
    assert agreement["conversations"] == 1
    assert agreement["by_intent"]["kyc_docs"] == {"both": 0, "only_imported": 1, "only_detected": 0}
    assert agreement["by_intent"]["credit_prequal"] == {"both": 0, "only_imported": 0, "only_detected": 1}


def test_unknown_outcomes_leave_the_score_and_it_says_so(tmp_path: Path) -> None:
    result, _ = run(tmp_path, [record("a", CREDIT)])
    assert result.metrics["score"]["left_out"] == ["csat", "resolution", "latency"]
    assert result.metrics["score"]["parts"]["turns"] == {"value": 0.666667, "weight": 1.0, "unknown": False}


def test_a_failure_leaves_the_files_of_before(tmp_path: Path) -> None:
    _, out = run(tmp_path, [record("a", CREDIT)])
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fail(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyze([write_lines(tmp_path / "other.jsonl", [record("b", NOTHING)])], out, PACK, progress=fail)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_missing_input_is_one_clear_line_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        analyze([tmp_path / "absent.jsonl"], tmp_path / "run", PACK)
    assert not (tmp_path / "run").exists()


def test_the_engine_accepts_and_rejects_what_the_reader_does(tmp_path: Path) -> None:
    nasty: list[dict[str, Any] | bytes] = [
        record("a", CREDIT),
        b'{"conversation_id":"old","canal":"web","messages":[{"speaker":"cliente","text":"hola"}]}',
        b'{"conversation_id":"nan","meta":{"duration_sec":NaN},"transcript":[{"role":"user","content":"x"}]}',
        b'{"conversation_id":"deep","meta":' + b'{"a":' * 500 + b"1" + b"}" * 501 + b"}",
        b"\xff\xfe\x00",
        '{"conversation_id":"latin","transcript":[{"role":"user","content":"mañana"}]}'.encode("cp1252"),
        b'{"transcript":[]}',
        b'{"transcript":[{"role":"user","content":"without an id"}]}',
        b"[1,2]",
        record("a", NOTHING),
        b'{"conversation_id":"big","meta":{"x":123456789012345678901234567890},'
        b'"transcript":[{"role":"assistant","content":"no customer here"}]}',
    ]
    _, out = run(tmp_path, nasty, keep_conversations=True)
    expected = list(read_conversations([tmp_path / "in.jsonl"]))
    accepted = [one for one in expected if not isinstance(one, Rejection)]
    kept = (out / "baseline_conversations.jsonl").read_bytes().splitlines()
    assert [read_line(line) for line in kept] == accepted
    assert [row["conversation_id"] for row in csv_rows(out / INTENTS)] == [one.conversation_id for one in accepted]
    rejected = [json.loads(line) for line in (out / REJECTED).read_bytes().splitlines()]
    assert sorted(line["line"] for line in rejected) == sorted(
        one.line_number for one in expected if isinstance(one, Rejection)
    )


def test_evidence_is_a_hundred_of_each_context_and_another_hundred_for_another_seed(tmp_path: Path) -> None:
    records: list[dict[str, Any] | bytes] = [
        record(f"{context}{number}", NOTHING, context=context)
        for context in ("ask", "service")
        for number in range(130)
    ]
    samples = []
    for seed in (0, 0, 1):
        _, out = run(tmp_path, [*records, record("only", NOTHING, context="credit")], seed=seed)
        samples.append((out / EVIDENCE).read_bytes())
    assert samples[0] == samples[1] != samples[2]
    contexts = [json.loads(line)["meta"]["context"] for line in samples[0].splitlines()]
    assert {context: contexts.count(context) for context in contexts} == {"ask": 100, "credit": 1, "service": 100}


def test_cutting_the_input_elsewhere_changes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[dict[str, Any] | bytes] = [
        record(f"c{number % 150}", (CREDIT, NOTHING)[number % 2], context=("ask", "credit")[number % 3 == 0])
        for number in range(200)
    ]
    _, whole = run(tmp_path, records)
    monkeypatch.setattr(engine, "CHUNK_BYTES", 2_000)
    monkeypatch.setattr(engine, "CHUNKS_INLINE", 1_000)
    in_pieces = tmp_path / "pieces"
    analyze([tmp_path / "in.jsonl"], in_pieces, PACK)
    for name in FILES:
        assert (in_pieces / name).read_bytes() == (whole / name).read_bytes(), name


def test_a_very_long_message_and_a_silent_customer_are_analysed(tmp_path: Path) -> None:
    silent = {"conversation_id": "silent", "transcript": [{"role": "assistant", "content": "¿Hola?"}]}
    result, out = run(tmp_path, [record("long", "blah " * 100_000 + CREDIT), silent])
    assert result.counts["accepted"] == 2
    assert csv_rows(out / INTENTS)[1]["language"] == ""
    assert result.metrics["language_counts"]["unknown"] == 1


def test_csv_files_parse_row_by_row(tmp_path: Path) -> None:
    _, out = run(tmp_path, [record(f"c{number}", CREDIT) for number in range(7)])
    with (out / INTENTS).open(encoding="utf-8", newline="") as file:
        assert {len(row) for row in csv.reader(file)} == {3 + len(PACK.intents)}
