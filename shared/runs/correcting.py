"""A person corrects the intents of a conversation, and everything in the run that depends on intents follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from shared.analysis.corrections import (
    CORRECTIONS,
    Correction,
    CorrectionError,
    checked_intents,
    correction_lines,
    read_corrections,
)
from shared.analysis.derived import ranking_of
from shared.analysis.evidence import EXAMPLES_AN_INTENT
from shared.analysis.outputs import (
    BASELINE_META,
    INTENTS,
    METRICS,
    RANKING,
    OutputFiles,
    intents_frame,
    meta_frame,
    ranking_frame,
    write_rows,
)
from shared.analysis.table import ConversationTable, TableError
from shared.analysis.table_rows import TABLE, write_table
from shared.domains.pack import load_pack
from shared.improvement.journal import run_lock
from shared.runs.folder import RunError, RunFolder, utc_now


def correct(folder: RunFolder, conversation_id: str, intents: Iterable[str], by: str) -> Correction:
    """Set the intents of a conversation; none is an answer too. Figures, ranking and tables of the run follow, what
    was detected stays beside. A proposal that was made before stays. Returns the correction, to be remembered.

    Raises `CorrectionError` for an intent that the pack does not have, `RunError`, `RunLocked`."""
    with run_lock(folder.path):
        table, corrections = _opened(folder)
        wanted = checked_intents(intents, load_pack(folder.info().settings.domain))
        try:
            detected = table.frame["detected"][table.row_of(conversation_id)].to_list()
        except TableError as error:
            raise RunError(str(error)) from error
        correction = Correction(
            conversation_id=conversation_id, intents=wanted, detected=tuple(detected), by=by, at=utc_now()
        )
        corrections.pop(conversation_id, None)
        _write(folder, table, corrections | {conversation_id: correction})
    return correction


def withdraw(folder: RunFolder, conversation_id: str) -> None:
    """Take a correction back: what was detected counts again. Nothing happens where there is none.

    Raises `RunError`, `RunLocked`."""
    with run_lock(folder.path):
        table, corrections = _opened(folder)
        if corrections.pop(conversation_id, None):
            _write(folder, table, corrections)


def _opened(folder: RunFolder) -> tuple[ConversationTable, dict[str, Correction]]:
    folder.need("run.json", METRICS, TABLE)
    try:
        return ConversationTable.open(folder.path), read_corrections(folder.path)
    except (TableError, CorrectionError) as error:
        raise RunError(str(error)) from error


def _write(folder: RunFolder, table: ConversationTable, corrections: Mapping[str, Correction]) -> None:
    """Everything that depends on intents, from what was detected and the corrections: also after a half-done try."""
    changed = ConversationTable(folder.path, _corrected(table.frame, corrections), table.segments)
    rows, settings = changed.frame.drop("row"), folder.info().settings
    metrics = _metrics(folder.read_json(METRICS), changed, len(corrections))
    ranking = ranking_of(
        metrics,
        load_pack(settings.domain),
        {intent: _examples(changed, intent) for intent in changed.intents},
        target_csat=settings.target_csat,
        weights=settings.ranking_weights,
    )
    with OutputFiles(folder.path) as files:
        files.open(CORRECTIONS).writelines(correction_lines(corrections.values()))
        write_table(files.place(TABLE), rows.lazy(), table.segments)
        files.write_json(METRICS, metrics)
        write_rows(files.open(RANKING), ranking_frame(ranking), header=True)
        write_rows(files.open(INTENTS), intents_frame(rows, changed.intents), header=True, decimals=4)
        write_rows(files.open(BASELINE_META), meta_frame(rows), header=True)
    if not corrections:
        folder.discard([CORRECTIONS])


def _corrected(frame: pl.DataFrame, corrections: Mapping[str, Correction]) -> pl.DataFrame:
    given = pl.DataFrame(
        {"conversation_id": list(corrections), "corrected": [list(c.intents) for c in corrections.values()]},
        schema={"conversation_id": pl.String, "corrected": pl.List(pl.String)},
    )
    joined = frame.join(given, on="conversation_id", how="left", maintain_order="left")
    return joined.with_columns(intents=pl.coalesce("corrected", "detected")).drop("corrected")


def _metrics(metrics: dict[str, Any], table: ConversationTable, corrections: int) -> dict[str, Any]:
    by_intent = {intent: figures.as_record() for intent, figures in table.by("intent").items()}
    count = {"corrections": {"count": corrections}} if corrections else {}
    kept = {name: value for name, value in metrics.items() if name != "corrections"}
    return kept | {"by": metrics["by"] | {"intent": by_intent}} | count


def _examples(table: ConversationTable, intent: str) -> tuple[str, ...]:
    """As an analysis draws them: failed conversations first."""
    rows = table.frame.filter(table.segment("intent", intent))
    drawn = rows.sort(pl.col("resolved").fill_null(True), "draw", "row").head(EXAMPLES_AN_INTENT)
    return tuple(drawn["conversation_id"])
