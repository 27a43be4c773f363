"""Passing the customer to a person: a structured action that every release has."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.agent.tools.base import Arguments

NAME = "handoff"
DESCRIPTION = (
    "Pass the customer to a person of the team. Use it when the customer asks for a person (humano, agente, asesor, "
    "pessoa, atendente, human), when you are blocked after trying the tools, or for a complaint, a threat or an "
    "emergency. The conversation with you ends."
)


class HandoffArguments(Arguments):
    reason: Literal["customer_request", "blocked", "complaint", "out_of_scope", "emergency"] = Field(
        description="Why a person is needed."
    )
    summary: str = Field(
        min_length=1,
        max_length=400,
        description="What the customer wants and what was tried, in one or two sentences.",
    )
