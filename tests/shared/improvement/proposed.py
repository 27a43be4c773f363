"""A valid proposal to change in tests."""

from __future__ import annotations

from typing import Any

from shared.improvement.models import Proposal

TEMPLATE = "Contexto: {contexto}. Tono: {tono}. Idioma: {idioma}. Canal: {canal}."


def make_proposal(**prompt_changes: str) -> Proposal:
    changes = {
        "system_prompt": "Eres el asistente de la empresa. Usa las herramientas antes de responder.",
        "user_template": TEMPLATE,
        "rationale": "La resolución es 58.1 % (n = 148).",
    }
    content: dict[str, Any] = {
        "prompt_changes": {**changes, **prompt_changes},
        "code_changes": [{"title": "t", "patch": "-a\n+b", "impact": "i", "risk": "r"}],
        "tools": [{"name": "n", "why": "w", "api_sketch": "a()", "effort": 2}],
        "evaluation_plan": {
            "metrics": ["resolution"],
            "offline_protocol": "paired simulation",
            "online_protocol": "A/B test",
            "success_criteria": "+5 points",
        },
        "risks": ["longer answers"],
    }
    return Proposal.model_validate(content)
