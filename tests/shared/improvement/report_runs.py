"""A run folder as the stages leave it, small and made up, for tests of the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.analysis.intervals import Moments, Proportion, student, wilson
from shared.domains.pack import load_pack
from shared.improvement.comparison import compare
from shared.improvement.models import Arm, Scenario, SimulatedConversation
from shared.improvement.pairing import ScoreRule
from shared.improvement.simulated_records import simulated_record
from tests.shared.improvement.played import played, scenario

HOSTILE = "<script>alert('x')</script> | `code` **bold**"
UNKNOWN = {"value": None, "n": 0, "low": None, "high": None}
PROPOSAL: Mapping[str, Any] = {
    "prompt_changes": {
        "system_prompt": "Eres el asistente de la empresa. Responde con el dato y el siguiente paso.",
        "user_template": "Contexto: {contexto}. Tono: {tono}. Idioma: {idioma}. Canal: {canal}.",
        "rationale": "Solo 61 % de 150 conversaciones se resolvieron.",
    },
    "code_changes": [{"title": "Registrar el folio", "patch": "- a\n+ b", "impact": "Menos dudas", "risk": "Bajo"}],
    "tools": [{"name": HOSTILE, "why": "Se pide mucho", "api_sketch": "GET /offers/{id}", "effort": 3}],
    "evaluation_plan": {
        "metrics": ["resolución", "CSAT"],
        "offline_protocol": "Simulación pareada",
        "online_protocol": "A/B con 10 % del tráfico",
        "success_criteria": "Resolución +5 puntos",
    },
    "risks": ["Respuestas más largas"],
}
BASELINE_PROMPTS = {
    "system_prompt": "Eres el asistente de la empresa. Responde con amabilidad.",
    "user_template": "Contexto: {contexto}. Tono: {tono}. Idioma: {idioma}. Canal: {canal}.",
}


def pair_of_arms(pairs: int = 18, *, harmed: int = 12, say: str = "mensaje") -> list[SimulatedConversation]:
    """Both arms; the proposed one fails in the first `harmed` scenarios."""
    return [
        played(arm, i, resolved=not lost, csat=2.0 if lost else 4.5, messages=7 if lost else 4, say=say)
        for i in range(pairs)
        for arm in Arm
        for lost in [arm is Arm.PROPOSED and i < harmed]
    ]


def metrics(*, outcomes_known: bool = True) -> dict[str, Any]:
    """`metrics.json` of 150 conversations."""
    known = figures(150, 92, 147) if outcomes_known else figures(150, 0, 0)
    return {
        "domain": "kavak",
        "overall": known,
        "by": {
            "context": {"buying": figures(60, 40, 58), "credit": figures(30, 11, 29)},
            "canal": {},
            "idioma": {},
            "intent": {"offer_24h": figures(44, 30, 43), "credit_prequal": figures(20, 6, 20)},
        },
        "score": {"value": 0.61, "parts": {}, "left_out": [] if outcomes_known else ["csat", "resolution"]},
        "inputs": {"accepted": 150, "rejected": 2, "duplicate_ids": 0},
    }


def figures(total: int, resolved: int, known: int) -> dict[str, Any]:
    """A FIG of `metrics.json`; CSAT, duration and handoffs are known where resolution is."""
    rate = wilson(resolved, known).as_record()
    csat = student(Moments(known, 3.9, 0.8 * known)).as_record() if known else UNKNOWN
    return {
        "total": total,
        "resolution_rate": rate,
        "avg_csat": csat,
        "avg_turns": student(Moments(total, 6.4, 4.0 * total)).as_record(),
        "avg_duration_sec": student(Moments(known, 251.0, 900.0 * known)).as_record() if known else UNKNOWN,
        "first_contact_resolution": rate,
        "handoff_rate": Proportion().estimate().as_record(),
    }


RANKING = """rank,intent,tool,effort,conversations,frequency,unresolved_rate,csat_gap,frequency_scaled,\
unresolved_scaled,csat_gap_scaled,effort_scaled,score,impact,impact_low,impact_high,examples
1,credit_prequal,Credit Pre-Qualification Simulator,3,20,0.133,0.7,1.2,0.2,1,1,0,0.57,8.2,3.1,12.4,conv_1;conv_2
2,offer_24h,OfferIn24 Orchestrator,3,44,0.293,0.3,0.4,1,0,0.1,0,0.37,0,0,0,conv_3
3,kyc_docs,Doc & KYC Collector,1,0,0,,,,,,,,0,0,0,
"""


def write_run(
    run: Path,
    conversations: Sequence[SimulatedConversation] | None = None,
    *,
    source: str = "proposal",
    outcomes_known: bool = True,
    proposal: Mapping[str, Any] | None = PROPOSAL,
) -> Path:
    """A whole run at `run`, compared. Returns `run`."""
    run.mkdir(parents=True, exist_ok=True)
    found = pair_of_arms() if conversations is None else conversations
    scenarios = _scenarios(found)
    counted = metrics(outcomes_known=outcomes_known)
    changes = PROPOSAL["prompt_changes"]
    prompts = BASELINE_PROMPTS if source == "unchanged" else {k: changes[k] for k in BASELINE_PROMPTS}
    approved = {"source": source, "approved_at": "2026-11-20T10:00:00+00:00", "approved_by": "ana", **prompts}
    _json(run / "run.json", run_info())
    _json(run / "metrics.json", counted)
    _json(run / "approved_prompts.json", {**approved, "baseline": BASELINE_PROMPTS})
    if proposal:
        usage = {"calls": 1, "input_tokens": 9000, "output_tokens": 1200, "cost_usd": 0.0012}
        record = {"proposal": proposal, "model": "offline-rules-1", "usage": usage, "warnings": ["muy corto"]}
        _json(run / "llm_rewrite_response.json", record)
    _json(run / "simulation.json", {"complete": True, "scenarios": {"scenarios": 18, "reused": 3}})
    (run / "candidate_tools_ranked.csv").write_text(RANKING, encoding="utf-8")
    (run / "rejected.jsonl").write_text('{"line": 3}\n{"line": 9}\n', encoding="utf-8")
    _lines(run / "scenarios.jsonl", (s.model_dump(mode="json") for s in scenarios))
    _write_arms(run, found, scenarios)
    compared = compare(scenarios, found, ScoreRule(), imported=counted["overall"])
    _json(run / "comparison.json", compared.model_dump(mode="json"))
    return run


def run_info() -> dict[str, Any]:
    """`run.json`."""
    return {
        "run": 1,
        "created_at": "2026-11-20T09:00:00+00:00",
        "domain": "kavak",
        "pack_sha256": "ab" * 32,
        "model": "gpt-5-nano-2025-08-07",
        "settings": {"domain": "kavak", "seed": 7, "trials": 1, "weights": {"csat": 0.5, "resolution": 0.5}},
        "inputs": [{"name": "mis conversaciones.jsonl", "size": 10, "sha256": "cd" * 32}],
        "versions": {"python": "3.11.7", "scipy": "1.17.1"},
    }


def _scenarios(conversations: Iterable[SimulatedConversation]) -> list[Scenario]:
    numbers = sorted({int(c.scenario_id[1:]) for c in conversations})
    return [scenario(i, context=("buying", "credit")[i % 2]) for i in numbers]


def _write_arms(run: Path, conversations: Sequence[SimulatedConversation], scenarios: Sequence[Scenario]) -> None:
    by_id, pack = {s.scenario_id: s for s in scenarios}, load_pack("kavak")
    for arm, name in ((Arm.BASELINE, "baseline_simulated.jsonl"), (Arm.PROPOSED, "proposed_conversations.jsonl")):
        chosen = [c for c in conversations if c.arm is arm]
        _lines(run / name, (simulated_record(c, by_id[c.scenario_id], pack) for c in chosen))


def _json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
