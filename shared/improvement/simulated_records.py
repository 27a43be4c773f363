"""Simulated conversations in the conversation record's format, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from pydantic import ValidationError

from shared.domains.pack import Pack
from shared.improvement.models import Arm, EndReason, Scenario, SimulatedConversation, usage_record
from shared.llm.protocol import Purpose, Usage

META_COLUMNS = (
    "conversation_id", "context", "tono", "canal", "idioma", "resolved", "num_interactions", "duration_sec", "csat",
    "intents", "scenario_id", "trial", "end_reason", "release_id", "model",
)  # fmt: skip
"""The columns of `proposed_meta.csv`."""


def conversation_id(conversation: SimulatedConversation) -> str:
    """As in `buying-001.0.proposed`."""
    return f"{conversation.scenario_id}.{conversation.trial}.{conversation.arm.value}"


def simulated_record(conversation: SimulatedConversation, scenario: Scenario, pack: Pack) -> dict[str, Any]:
    """The conversation as a record; what only a simulation knows is under `simulation`. Unknown values are left out."""
    meta = {
        "context": scenario.context,
        "tono": scenario.mood,
        "canal": scenario.channel,
        "idioma": scenario.language,
        "resolved": conversation.resolved,
        "num_interactions": len(conversation.transcript),
        "duration_sec": conversation.duration_sec,
    }
    outcomes = {
        "csat_estimated_1_5": conversation.csat,
        "summary": conversation.judgement.reason if conversation.judgement else None,
        "intent_detected": list(scenario.intents),
        "tools_needed": [pack.intent(intent).tool for intent in scenario.intents],
    }
    own = conversation.model_dump(mode="json", exclude={"transcript", "resolved", "csat", "duration_sec"})
    return {
        "conversation_id": conversation_id(conversation),
        "meta": _known(meta),
        "transcript": [_turn(turn.role, turn.content, turn.tools) for turn in conversation.transcript],
        "outcomes": _known(outcomes),
        "simulation": {**own, "source_conversation_id": scenario.source_conversation_id},
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _turn(role: str, content: str, tools: Sequence[str]) -> dict[str, Any]:
    return {"role": role, "content": content} | ({"tools": list(tools)} if tools else {})


def read_simulated(lines: Iterable[bytes]) -> Iterator[SimulatedConversation]:
    """The conversations of `baseline_simulated.jsonl` or `proposed_conversations.jsonl`, exactly as they were.

    Raises `ValueError` with the line's number for a line that is none.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield _simulated(orjson.loads(line))
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValidationError) as error:
            raise ValueError(f"line {number} is not a simulated conversation: {error}") from error


def _simulated(record: Mapping[str, Any]) -> SimulatedConversation:
    own = {name: value for name, value in record["simulation"].items() if name != "source_conversation_id"}
    meta = record["meta"]
    return SimulatedConversation.model_validate(
        {
            **own,
            "transcript": record["transcript"],
            "resolved": meta.get("resolved"),
            "csat": record["outcomes"].get("csat_estimated_1_5"),
            "duration_sec": meta.get("duration_sec"),
        }
    )


def meta_row(conversation: SimulatedConversation, scenario: Scenario) -> tuple[Any, ...]:
    """A row of `META_COLUMNS`; `None` is unknown."""
    return (
        conversation_id(conversation),
        scenario.context,
        scenario.mood,
        scenario.channel,
        scenario.language,
        conversation.resolved,
        len(conversation.transcript),
        conversation.duration_sec,
        conversation.csat,
        ";".join(scenario.intents),
        conversation.scenario_id,
        conversation.trial,
        conversation.end_reason.value,
        conversation.release_id,
        conversation.model,
    )


def usage_by(conversations: Iterable[SimulatedConversation]) -> dict[str, Any]:
    """The ledger of a simulation: usage by purpose, by arm and in all, replayed replies counted once."""
    by_purpose: dict[str, Usage] = {}
    by_arm: dict[str, Usage] = {}
    for conversation in conversations:
        for purpose, record in conversation.usage.items():
            usage = _usage(record)
            by_purpose[purpose] = by_purpose.get(purpose, Usage()) + usage
            by_arm[conversation.arm.value] = by_arm.get(conversation.arm.value, Usage()) + usage
    return {
        "by_purpose": {p.value: usage_record(by_purpose[p.value]) for p in Purpose if p.value in by_purpose},
        "by_arm": {arm.value: usage_record(by_arm[arm.value]) for arm in Arm if arm.value in by_arm},
        "total": usage_record(sum(by_arm.values(), Usage())),
    }


def _usage(record: Mapping[str, float]) -> Usage:
    counts = {name: int(value) for name, value in record.items() if name != "cost_usd"}
    return Usage(**counts, cost_usd=record["cost_usd"])


def end_reasons(conversations: Sequence[SimulatedConversation]) -> dict[str, dict[str, int]]:
    """How the conversations of each arm ended: counts of each `EndReason`."""
    counted = Counter((c.arm, c.end_reason) for c in conversations)
    return {arm.value: {reason.value: counted[arm, reason] for reason in EndReason} for arm in Arm}
