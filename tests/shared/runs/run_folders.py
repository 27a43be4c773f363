"""A run folder that is ready to propose, approve and simulate, made without the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shared.conversations.schema import Conversation
from shared.conversations.writing import to_record, write_jsonl
from shared.domains.pack import load_pack
from shared.improvement.approval import Choice
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunFolder, RunInfo, pack_hash, utc_now, versions
from shared.runs.settings import RunSettings
from shared.runs.stages import approve
from tests.shared.improvement.conversations import make_conversation

UNKNOWN = {"value": None, "n": 0, "low": None, "high": None}
FIGURES = (
    "resolution_rate", "avg_csat", "avg_turns", "avg_duration_sec", "first_contact_resolution", "handoff_rate",
)  # fmt: skip
OPENINGS = {
    "buying": ("¿De cuánto es la oferta por mi Jetta 2018?", "¿Ya cayó el dinero de mi auto?"),
    "credit": ("Quiero simular un crédito a 48 meses", "¿Me alcanza para un crédito con 20 % de enganche?"),
    "service": ("¿Ya está lista la inspección de mi Aveo?", "Necesito cambiar mi cita de inspección"),
}


def make_evidence() -> list[Conversation]:
    return [
        make_conversation(f"{context}-{n}", text, context=context)
        for context, texts in OPENINGS.items()
        for n, text in enumerate(texts)
    ]


def make_run(path: Path, **settings: Any) -> RunFolder:
    """A folder as `analyze` leaves it."""
    folder = RunFolder(path)
    folder.create()
    pack = load_pack("kavak")
    folder.write_info(
        RunInfo(
            created_at=utc_now(),
            domain=pack.id,
            pack_sha256=pack_hash(pack),
            model=LLMSettings().openai_model,
            settings=RunSettings(**{"conversations_per_context": 2, **settings}),
            versions=versions(),
        )
    )
    figures = {"total": 6, **dict.fromkeys(FIGURES, UNKNOWN)}
    score: dict[str, Any] = {"value": None, "parts": {}, "left_out": ["csat", "resolution", "turns", "latency"]}
    by: dict[str, Any] = {"context": {}, "canal": {}, "idioma": {}, "intent": {}}
    folder.write_json("metrics.json", {"domain": "kavak", "overall": figures, "by": by, "score": score})
    columns = ("rank", "intent", "tool", "effort", "conversations", "frequency", "unresolved_rate", "csat_gap", "score")
    row = (1, "payment_status", "Payout Status Tracker", 2, 3, 0.5, None, None, 0.61)
    folder.write_table("candidate_tools_ranked.csv", columns, [row])
    write_jsonl(folder / "evidence.jsonl", [to_record(c) for c in make_evidence()])
    return folder


def make_approved_run(path: Path, **settings: Any) -> RunFolder:
    """A folder that is ready to simulate: the pack's prompts against a better one."""
    folder = make_run(path, **settings)
    better = "Usa siempre las herramientas antes de responder y da un siguiente paso concreto con fecha o monto."
    edited = Choice(system_prompt=f"{load_pack('kavak').prompts.system}\n{better}")
    approve(folder, LLMSettings(), edited, "ana")
    return folder
