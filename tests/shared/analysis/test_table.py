"""The table of all conversations: the same figures as `metrics.json`, and every row leads to its record."""

from __future__ import annotations

import json
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shared.analysis import engine, table_rows
from shared.analysis.engine import AnalysisOptions, analyze
from shared.analysis.metrics import measure
from shared.analysis.outputs import CONVERSATIONS, METRICS
from shared.analysis.segments import MAX_SEGMENTS, OTHER, UNKNOWN
from shared.analysis.table import ConversationTable, Dimension, TableError
from shared.analysis.table_rows import TABLE
from shared.analysis.workers import Inline
from shared.conversations.reading import read_conversations
from shared.conversations.schema import Conversation
from shared.domains.pack import load_pack
from tests.shared.analysis.records import record, write_lines

PACK = load_pack("kavak")
SAMPLE = Path(__file__).parents[3] / "shared/samples/kavak.jsonl"
DIMENSIONS: tuple[Dimension, ...] = ("context", "canal", "idioma", "intent")
KEEP = AnalysisOptions(keep_conversations=True)
CREDIT = "¿me pueden dar un crédito para el carro a 48 meses?"


def opened(folder: Path, records: list[dict[str, Any] | bytes], executor: Executor | None = None) -> ConversationTable:
    folder.mkdir(exist_ok=True)
    source = write_lines(folder / "in.jsonl", records)
    analyze([source], folder / "run", PACK, KEEP, executor=executor)
    return ConversationTable.open(folder / "run")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    analyze([SAMPLE], folder, PACK, KEEP)
    return folder


def test_figures_and_segments_are_those_of_the_metrics_to_the_last_digit(sample: Path) -> None:
    table, metrics = ConversationTable.open(sample), json.loads((sample / METRICS).read_bytes())
    assert table.figures().as_record() == metrics["overall"]
    assert len(table) == metrics["overall"]["total"]
    for dimension in DIMENSIONS:
        figures = {name: one.as_record() for name, one in table.by(dimension).items()}
        assert list(figures.items()) == list(metrics["by"][dimension].items())


def test_figures_of_a_part_are_those_of_its_conversations_alone(sample: Path) -> None:
    table = ConversationTable.open(sample)
    chats = [one for one in read_conversations([SAMPLE]) if isinstance(one, Conversation)]
    whatsapp = [one for one in chats if (one.meta.canal or "").lower() == "whatsapp"]
    where = pl.col("canal") == "whatsapp"
    assert 0 < len(whatsapp) < len(chats)
    assert table.figures(where).as_record() == measure(whatsapp).as_record()
    assert list(table.by("canal", where)) == ["whatsapp"]
    assert sum(figures.total for figures in table.by("context", where).values()) == len(whatsapp)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_segment_is_the_part_that_its_name_counts(sample: Path, dimension: Dimension) -> None:
    table = ConversationTable.open(sample)
    for name, figures in table.by(dimension).items():
        assert table.figures(table.segment(dimension, name)) == figures


def test_every_row_leads_to_its_record(sample: Path) -> None:
    table = ConversationTable.open(sample)
    expected = [one for one in read_conversations([SAMPLE]) if isinstance(one, Conversation)]
    assert [table.read(row) for row in range(len(table))] == expected
    assert table.read_id(expected[-1].conversation_id) == (len(expected) - 1, expected[-1])


def test_rejected_and_repeated_lines_leave_no_row(tmp_path: Path) -> None:
    table = opened(tmp_path, [record("a", CREDIT), b"{broken", record("a", "otra vez"), record("b", "año ñandú")])
    assert table.frame["conversation_id"].to_list() == ["a", "b"]
    assert table.read(1).transcript[0].content == "año ñandú"


def test_the_file_is_the_same_whoever_does_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[dict[str, Any] | bytes] = [
        record(f"c{n}", (CREDIT, "hola")[n % 2], canal=f"k{n % 5}") for n in range(300)
    ]
    monkeypatch.setattr(engine, "CHUNK_BYTES", 4_000)
    opened(tmp_path / "alone", records, Inline())
    with ThreadPoolExecutor(2) as pool:
        opened(tmp_path / "together", records, pool)
    monkeypatch.setattr(table_rows, "PART_ROWS", 70)
    opened(tmp_path / "parts", records)
    alone, together, parts = ((tmp_path / name / "run" / TABLE).read_bytes() for name in ("alone", "together", "parts"))
    assert alone == together == parts


def test_what_is_unknown_is_null_and_what_was_stated_stays_apart_from_what_was_detected(tmp_path: Path) -> None:
    known = record("a", CREDIT, context="CREDIT", idioma="en", canal="Web", resolved=True, handoff=True)
    known |= {"outcomes": {"csat_estimated_1_5": 3, "intent_detected": ["kyc_docs", "of_another_pack"]}}
    first, second = opened(tmp_path, [known, record("b", CREDIT)]).frame.to_dicts()
    assert (first["context"], first["canal"], first["idioma"], first["language"]) == ("credit", "web", "en", "es")
    assert (first["resolved"], first["first_contact"], first["handed_off"]) == (True, False, True)
    assert (first["csat"], first["turns"], first["imported"]) == (3.0, 2, ["kyc_docs"])
    assert first["intents"] == first["detected"] == ["credit_prequal"]
    assert first["p_credit_prequal"] > 0.5 > first["p_kyc_docs"]
    unknown = ("context", "idioma_stated", "resolved", "first_contact", "handed_off", "csat", "created_at", "imported")
    assert [second[name] for name in unknown] == [None] * len(unknown)
    assert (second["idioma"], second["turns"]) == ("es", 2)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-10-05T10:00:00Z", datetime(2026, 10, 5, 10, tzinfo=UTC)),
        ("2026-10-05 10:00:00-03:00", datetime(2026, 10, 5, 13, tzinfo=UTC)),
        ("05/10/2026 10:00", datetime(2026, 10, 5, 10, tzinfo=UTC)),
        (1_790_000_000, datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        ("2026-10-05", datetime(2026, 10, 5, tzinfo=UTC)),
        ("0001-01-01T00:00:00+10:00", None),
        ("ayer", None),
    ],
)
def test_dates_are_read_in_many_spellings_and_a_wrong_one_is_unknown(
    tmp_path: Path, given: str | int, expected: datetime | None
) -> None:
    assert opened(tmp_path, [record("a", CREDIT, created_at=given)]).frame["created_at"].to_list() == [expected]


def test_names_beyond_the_most_that_are_told_apart_count_together_as_in_the_metrics(tmp_path: Path) -> None:
    names = [f"context {n:03}" for n in range(MAX_SEGMENTS + 5)]
    table = opened(tmp_path, [record(f"c{n}", "hola", context=name) for n, name in enumerate(names)])
    metrics = json.loads((tmp_path / "run" / METRICS).read_bytes())
    figures = {name: one.as_record() for name, one in table.by("context").items()}
    assert list(figures.items()) == list(metrics["by"]["context"].items())
    assert figures[OTHER]["total"] == table.figures(table.segment("context", OTHER)).total == 5


def test_a_trend_has_the_figures_of_each_week_from_monday_and_leaves_out_what_has_no_date(tmp_path: Path) -> None:
    days = {"a": "2026-10-04", "b": "2026-10-05", "c": "2026-10-11T23:59:59Z", "d": "2026-10-12", "e": "nunca"}
    records = [record(n, "hola", created_at=day, resolved=n in "bd") for n, day in days.items()]
    table = opened(tmp_path, [*records])
    weeks = [(p.start, p.figures.total, p.figures.resolution_rate.value) for p in table.trend("week")]
    assert weeks == [(date(2026, 9, 28), 1, 0.0), (date(2026, 10, 5), 2, 0.5), (date(2026, 10, 12), 1, 1.0)]
    assert [point.start for point in table.trend("month")] == [date(2026, 10, 1)]
    assert [p.start.day for p in table.trend("day", pl.col("resolved"))] == [5, 12]
    assert table.undated() == 1


def test_the_worst_are_the_unresolved_then_the_least_content_then_the_longest(tmp_path: Path) -> None:
    def ended(name: str, resolved: bool | None, csat: float | None, messages: int = 2) -> dict[str, Any]:
        meta = {} if resolved is None else {"resolved": resolved}
        built = record(name, "hola", **meta) | {"outcomes": {} if csat is None else {"csat_estimated_1_5": csat}}
        return built | {"transcript": built["transcript"] * (messages // 2)}

    shuffled = [
        ended("resolved", True, 1), ended("unknown", None, 2), ended("fair", False, 3), ended("unrated", False, None),
        ended("poor", False, 1), ended("poor and long", False, 1, 8), ended("poor too", False, 1),
    ]  # fmt: skip
    worst = opened(tmp_path, [*shuffled]).worst(limit=6)["conversation_id"].to_list()
    assert worst == ["poor and long", "poor", "poor too", "fair", "unrated", "unknown"]


def test_an_unknown_context_has_a_name_of_its_own(tmp_path: Path) -> None:
    table = opened(tmp_path, [record("a", CREDIT, context="ask"), record("b", CREDIT)])
    assert table.figures(table.segment("context", UNKNOWN)).total == 1


def test_no_conversation_is_a_table_too(tmp_path: Path) -> None:
    table = opened(tmp_path, [b"{broken"])
    assert (len(table), table.figures().total, table.trend("day"), len(table.worst())) == (0, 0, [], 0)


def test_a_missing_or_damaged_table_and_one_of_other_records_are_told_apart(tmp_path: Path) -> None:
    table = opened(tmp_path, [record("a", CREDIT), record("b", CREDIT)])
    for row in (-1, 2):
        with pytest.raises(TableError, match="no row"):
            table.read(row)
    with pytest.raises(TableError, match="no conversation 'z'"):
        table.read_id("z")
    with pytest.raises(TableError, match=r"analyze again"):
        ConversationTable.open(tmp_path)
    run = tmp_path / "run"
    records = (run / CONVERSATIONS).read_bytes()
    (run / CONVERSATIONS).write_bytes(b"x" * len(records))
    with pytest.raises(TableError, match=r"line 1 of .* is damaged"):
        table.read(0)
    (run / CONVERSATIONS).write_bytes(records + records)
    with pytest.raises(TableError, match="not of the same analysis"):
        ConversationTable.open(run)
    (run / TABLE).write_bytes(b"not parquet")
    with pytest.raises(TableError, match="is damaged"):
        ConversationTable.open(run)
