"""The company's figures on the wire. Every figure carries its `n`; what is unknown is `null`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from backend.outcomes.models import OutcomeKind


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class EstimateOut(_Read):
    """A figure, the number of cases that it is of, and its 95 % interval."""

    value: float | None = Field(examples=[0.82])
    n: int
    low: float | None
    high: float | None


class RateOut(_Read):
    """The share of tickets with one of the outcomes `counts`."""

    counts: tuple[OutcomeKind, ...]
    share: EstimateOut


class OutcomeRatesOut(_Read):
    """How the period's tickets ended, by their latest outcome; shares of the `settled` ones. `ever_…`: of all its
    tickets, whatever became of them later."""

    tickets: int
    settled: int
    confirmed: RateOut
    assumed: RateOut
    reopened: RateOut
    handed_off: RateOut
    abandoned: RateOut
    resolution_rate_confirmed: RateOut
    resolution_rate_with_assumed: RateOut
    ever_reopened: RateOut
    ever_handed_off: RateOut


class ResolvedBy(BaseModel):
    """Tickets that are resolved (confirmed or assumed) as shares of the settled ones: `agent` when a person had taken
    the ticket at any time, `bot` otherwise."""

    bot: EstimateOut
    agent: EstimateOut


class Quantiles(BaseModel):
    """Median and 95th percentile of `n` values."""

    n: int
    median: float | None
    p95: float | None


class DayCount(BaseModel):
    day: date
    tickets: int


class UsageOut(BaseModel):
    """What the bot's replies of a day used of a model. `model` is `null` for replies that reached none."""

    day: date
    model: str | None
    replies: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_usd: float


class ToolOutcomes(BaseModel):
    """One tool's calls by outcome."""

    tool: str
    calls: int
    outcomes: Mapping[str, int] = Field(examples=[{"ok": 12, "not_found": 1}])


class HandoffReason(BaseModel):
    """Tickets that were handed off for a reason, as a share of the period's tickets."""

    by: str
    reason: str
    tickets: int
    rate: EstimateOut


class GroupOut(BaseModel):
    """Tickets that have `name` in common, how they ended and how they were rated. The first and the last of them were
    opened at `first_at` and `last_at`."""

    name: str | None
    tickets: int
    first_at: datetime
    last_at: datetime
    outcomes: OutcomeRatesOut
    csat: EstimateOut


class StatsOut(BaseModel):
    """The tickets that were opened from `since` until before `until`; days are the company's (`timezone`). Groups come
    by their first ticket, the oldest first; a ticket's release is the one that gave its last answer, `null` where the
    bot has answered nothing.

    `first_answer_sec`: from the customer's first message (or the opening) to the first word of bot or agent.
    `time_to_first_token_ms`: from the customer's message to the first word of the bot's reply.
    """

    since: datetime | None
    until: datetime | None
    timezone: str
    tickets: int
    by_status: Mapping[str, int]
    by_day: Sequence[DayCount]
    outcomes: OutcomeRatesOut
    by_release: Sequence[GroupOut]
    by_category: Sequence[GroupOut]
    by_channel: Sequence[GroupOut]
    by_language: Sequence[GroupOut]
    resolved_by: ResolvedBy
    csat: EstimateOut
    first_answer_sec: Quantiles
    time_to_first_token_ms: Quantiles
    usage: Sequence[UsageOut]
    cost_usd: float
    tools: Sequence[ToolOutcomes]
    handoffs: EstimateOut
    handoff_reasons: Sequence[HandoffReason]
