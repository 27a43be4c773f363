"""Builders of scenarios and played conversations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.improvement.models import Arm, EndReason, Judgement, Scenario, SimulatedConversation, TranscriptTurn

USAGE = {"agent": {"calls": 2.0, "input_tokens": 100.0, "output_tokens": 20.0, "cost_usd": 0.001}}


def scenario(number: int, *, context: str = "buying", intents: tuple[str, ...] = ("offer_24h",)) -> Scenario:
    """A scenario `s000`, `s001` …"""
    return Scenario(
        scenario_id=f"s{number:03}",
        source_conversation_id=f"conv_{number}",
        context=context,
        intents=intents,
        goal="Saber cuánto vale la oferta",
        opening="Hola",
        facts=("Es un Jetta 2019",),
        mood="neutral",
        language="es",
        channel="chat",
    )


def played(
    arm: Arm,
    number: int = 0,
    *,
    trial: int = 0,
    resolved: bool | None = True,
    csat: float | None = 4.5,
    messages: int = 3,
    duration: float | None = 60.0,
    failed: bool = False,
    say: str = "mensaje",
    usage: Mapping[str, Mapping[str, float]] = USAGE,
) -> SimulatedConversation:
    """A conversation of scenario `number`; `failed` is one lost to infrastructure, its outcome unknown."""
    turns = [TranscriptTurn(role=("user", "assistant")[i % 2], content=f"{say} {i}") for i in range(messages)]
    outcome: dict[str, Any] = {"resolved": resolved, "csat": csat, "duration_sec": duration, "state_reached": resolved}
    judgement = None if csat is None else Judgement(resolved=bool(resolved), csat=csat, reason="lo que pidió")
    return SimulatedConversation(
        arm=arm,
        scenario_id=f"s{number:03}",
        trial=trial,
        release_id=f"release-{arm.value}",
        model="offline-rules-1",
        transcript=tuple(turns),
        end_reason=EndReason.INFRASTRUCTURE if failed else EndReason.SATISFIED,
        judgement=None if failed else judgement,
        **(dict.fromkeys(outcome) if failed else outcome),
        usage=usage,
        error="model_rate_limited: 429" if failed else None,
    )
