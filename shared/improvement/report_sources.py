"""What a report is made of: the artefacts of a run folder, read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from shared.domains.pack import Pack, PackError, load_pack
from shared.improvement.comparison import Comparison
from shared.improvement.models import Arm, Proposal, Scenario, SimulatedConversation
from shared.improvement.simulated_records import read_simulated

CONVERSATIONS = ("baseline_simulated.jsonl", "proposed_conversations.jsonl")


class ReportError(Exception):
    """A run folder of which no report can be made; the message says what is missing or damaged."""


@dataclass(frozen=True, slots=True)
class RunArtefacts:
    """A run, as far as it got. What a run may lack is empty or None; `approved` and `info` are the files' contents."""

    name: str
    info: Mapping[str, Any]
    comparison: Comparison
    scenarios: Mapping[str, Scenario]
    conversations: Mapping[tuple[str, int, Arm], SimulatedConversation]
    pack: Pack | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    ranking: Sequence[Mapping[str, str]] = ()
    proposal: Proposal | None = None
    proposal_record: Mapping[str, Any] = field(default_factory=dict)
    approved: Mapping[str, Any] = field(default_factory=dict)
    simulation: Mapping[str, Any] = field(default_factory=dict)
    rejected: int = 0


def read_artefacts(run: Path) -> RunArtefacts:
    """Read the run folder. Raises `ReportError`."""
    try:
        return _read(run)
    except FileNotFoundError as error:
        raise ReportError(f"{run} has no {Path(error.filename).name}; no report can be made of it") from error
    except (ValidationError, ValueError) as error:
        raise ReportError(f"an artefact in {run} is damaged: {error}") from error


def _read(run: Path) -> RunArtefacts:
    simulation = _json_if_there(run / "simulation.json")
    info = _played(_json(run / "run.json"), simulation)
    record = _json_if_there(run / "llm_rewrite_response.json")
    scenarios = [Scenario.model_validate_json(line) for line in _lines(run / "scenarios.jsonl")]
    return RunArtefacts(
        name=run.name,
        info=info,
        comparison=Comparison.model_validate_json((run / "comparison.json").read_bytes()),
        scenarios={scenario.scenario_id: scenario for scenario in scenarios},
        conversations={
            (c.scenario_id, c.trial, c.arm): c for name in CONVERSATIONS for c in read_simulated(_lines(run / name))
        },
        pack=_pack(str(info.get("settings", {}).get("domain", ""))),
        metrics=_json_if_there(run / "metrics.json"),
        ranking=_rows(run / "candidate_tools_ranked.csv"),
        proposal=Proposal.model_validate(record["proposal"]) if record else None,
        proposal_record=record,
        approved=_json_if_there(run / "approved_prompts.json"),
        simulation=simulation,
        rejected=_count_lines(run / "rejected.jsonl"),
    )


def _played(info: dict[str, Any], simulation: Mapping[str, Any]) -> dict[str, Any]:
    """With the settings that were played, where others were chosen since."""
    return info | {"settings": {**info.get("settings", {}), **simulation.get("settings", {})}}


def _pack(domain: str) -> Pack | None:
    """Only for labels: a report of a domain that is no longer at hand shows the names in the data."""
    try:
        return load_pack(domain)
    except PackError:
        return None


def _json(path: Path) -> dict[str, Any]:
    content = orjson.loads(path.read_bytes())
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} is not a JSON object")
    return content


def _json_if_there(path: Path) -> dict[str, Any]:
    return _json(path) if path.is_file() else {}


def _lines(path: Path) -> list[bytes]:
    return [line for line in path.read_bytes().split(b"\n") if line.strip()]


def _count_lines(path: Path) -> int:
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value or "" for name, value in row.items()} for row in csv.DictReader(file)]
