"""The memory of corrections, and corrections as language material."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.analysis.corrections import (
    Correction,
    CorrectionError,
    as_training_rows,
    checked_intents,
    correction_lines,
    forget,
    read_corrections,
    recall,
    remember,
)
from shared.analysis.engine import AnalysisOptions, analyze
from shared.analysis.material import LabelledMessage, read_messages
from shared.analysis.table import ConversationTable
from shared.domains.pack import load_pack
from tests.shared.analysis.records import record, write_lines

PACK = load_pack("kavak")
NOW = "2026-10-05T10:00:00+00:00"


def correction(conversation_id: str, *intents: str) -> Correction:
    return Correction(conversation_id=conversation_id, intents=intents, detected=(), by="ana", at=NOW)


def test_intents_come_once_and_in_the_packs_order() -> None:
    assert checked_intents(["kyc_docs", "offer_24h", "kyc_docs"], PACK) == ("offer_24h", "kyc_docs")
    assert checked_intents([], PACK) == ()
    with pytest.raises(CorrectionError, match="offer_24h"):
        checked_intents(["tires"], PACK)


def test_of_two_lines_about_a_conversation_the_last_counts(tmp_path: Path) -> None:
    made = [correction("a", "kyc_docs"), correction("b"), correction("a", "appointment")]
    (tmp_path / "intent_corrections.jsonl").write_bytes(b"".join(correction_lines(made)))
    assert list(read_corrections(tmp_path).values()) == made[1:]
    assert read_corrections(tmp_path / "none") == {}


def test_a_memory_knows_the_last_word_on_each_conversation_of_a_domain(tmp_path: Path) -> None:
    path = tmp_path / "memory.jsonl"
    assert recall(path, "kavak") == {}
    for made in (correction("a", "kyc_docs"), correction("b"), correction("a", "appointment")):
        remember(path, "kavak", made)
    remember(path, "airline", correction("a", "refund"))
    forget(path, "kavak", "b", "eva", NOW)
    assert recall(path, "kavak") == {"a": correction("a", "appointment")}
    assert recall(path, "airline") == {"a": correction("a", "refund")}
    assert len(path.read_bytes().splitlines()) == 5


def test_a_line_that_was_cut_short_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "memory.jsonl"
    remember(path, "kavak", correction("a"))
    path.write_bytes(path.read_bytes() + b'{"domain":"kavak","conver')
    remember(path, "kavak", correction("b"))
    assert list(recall(path, "kavak")) == ["a", "b"]
    assert "line 2" in caplog.text


def test_many_who_remember_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: remember(path, "kavak", correction(f"c{n}")), range(100)))
    assert len(recall(path, "kavak")) == 100


def test_training_rows_are_lines_that_the_material_takes_without_what_identifies_people(tmp_path: Path) -> None:
    texts = {"a": "quiero un\tcrédito,\nescríbeme a ana@example.com", "b": "Olá, bom dia, não quero nada", "c": "   "}
    analyze(
        [write_lines(tmp_path / "in.jsonl", [record(name, text) for name, text in texts.items()])],
        tmp_path / "run", PACK, AnalysisOptions(keep_conversations=True),
    )  # fmt: skip
    made = [correction("b"), correction("a", "credit_prequal", "kyc_docs"), correction("c"), correction("absent")]
    rows = as_training_rows(made, ConversationTable.open(tmp_path / "run"), PACK)
    (tmp_path / "corrected.tsv").write_text("".join(rows), encoding="utf-8")
    assert read_messages(tmp_path / "corrected.tsv", [intent.id for intent in PACK.intents]) == [
        LabelledMessage("pt", (), "Olá, bom dia, não quero nada"),
        LabelledMessage("es", ("credit_prequal", "kyc_docs"), "quiero un crédito, escríbeme a [email]"),
    ]
