"""The settings of a run: the options of `acs` and of the workbench's sidebar, with their limits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS, RANKING_PARTS
from shared.analysis.score import DEFAULT_WEIGHTS, PARTS, Targets, checked_weights


class RunSettings(BaseModel):
    """What decides a run's result; stored in `run.json`. `threads`, `retries` and `budget_usd` only decide how
    the work is done, never what comes out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    domain: str = "kavak"
    conversations_per_context: int = Field(default=3, ge=1, le=10)
    scenarios: int | None = Field(default=None, ge=1, le=10_000)
    trials: int = Field(default=1, ge=1, le=100)
    threads: int = Field(default=6, ge=1, le=16)
    retries: int = Field(default=4, ge=1, le=8)
    temperature: float = Field(default=0.8, ge=0.0, le=1.5)
    target_csat: float = Field(default=4.5, ge=1.0, le=5.0)
    max_turns: int = Field(default=6, ge=2, le=12)
    target_latency: float = Field(default=120.0, ge=10.0, le=600.0)
    weights: dict[str, float] = Field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    ranking_weights: dict[str, float] = Field(default_factory=lambda: dict(DEFAULT_RANKING_WEIGHTS))
    seed: int = Field(default=0, ge=-(2**63), lt=2**63)
    budget_usd: float | None = Field(default=None, gt=0)

    @field_validator("weights")
    @classmethod
    def _weights_of_the_score(cls, weights: dict[str, float]) -> dict[str, float]:
        return checked_weights(weights, PARTS)

    @field_validator("ranking_weights")
    @classmethod
    def _weights_of_the_ranking(cls, weights: dict[str, float]) -> dict[str, float]:
        return checked_weights(weights, RANKING_PARTS)

    @property
    def targets(self) -> Targets:
        """What counts as good in the score."""
        return Targets(csat=self.target_csat, max_turns=self.max_turns, latency=self.target_latency)
