"""The company's figures of a period, in six queries: three here, three for the outcomes' rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.stats_queries import BREAKDOWNS, COUNTS, FIGURES
from backend.admin.stats_schemas import (
    DayCount,
    EstimateOut,
    HandoffReason,
    OutcomeRatesOut,
    Quantiles,
    ResolvedBy,
    StatsOut,
    ToolOutcomes,
    UsageOut,
)
from backend.outcomes.service import rates
from shared.analysis.intervals import Estimate, Moments, student, wilson

BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
BY_STATUS, BY_CATEGORY, BY_DAY = 3, 5, 6


class Period(NamedTuple):
    """From `since` until before `until`; `None` is open. Days are those of `timezone`."""

    since: datetime | None
    until: datetime | None
    timezone: str


async def stats(session: AsyncSession, period: Period) -> StatsOut:
    """How the tickets of a period went."""
    since, until = period.since or BEGINNING, period.until or END
    given = {"since": since, "until": until}
    counts = (await session.execute(COUNTS, given | {"timezone": period.timezone})).all()
    figures = (await session.execute(FIGURES, given)).one()
    broken_down = (await session.execute(BREAKDOWNS, given | {"timezone": period.timezone})).all()
    usage = [_usage(row) for row in broken_down if row.section == "usage"]
    return StatsOut(
        **period._asdict(),
        tickets=figures.tickets,
        by_status={row.status: row.tickets for row in counts if row.level == BY_STATUS},
        by_category={row.category: row.tickets for row in counts if row.level == BY_CATEGORY},
        by_day=[DayCount(day=row.day, tickets=row.tickets) for row in counts if row.level == BY_DAY],
        outcomes=OutcomeRatesOut.model_validate(await rates(session, since, until)),
        resolved_by=ResolvedBy(
            bot=_share(figures.by_bot, figures.settled), agent=_share(figures.by_agent, figures.settled)
        ),
        csat=_csat(figures),
        first_answer_sec=_quantiles(figures.answers_n, figures.answers),
        time_to_first_token_ms=_quantiles(figures.tokens_n, figures.tokens),
        usage=usage,
        cost_usd=round(sum(row.cost_usd for row in usage), 8),
        tools=_tools([row for row in broken_down if row.section == "tool"]),
        handoffs=_share(figures.handed_off, figures.tickets),
        handoff_reasons=[
            HandoffReason(by=row.name, reason=row.detail, tickets=row.n, rate=_share(row.n, figures.tickets))
            for row in broken_down
            if row.section == "handoff"
        ],
    )


def _csat(figures: Row[Any]) -> EstimateOut:
    """The mean with its Student t interval, cut to the scale."""
    n = figures.csat_n
    mean, variance = float(figures.csat_mean or 0), float(figures.csat_variance or 0)
    found = student(Moments(n, mean, variance * max(0, n - 1)))
    low = None if found.low is None else max(1.0, found.low)
    high = None if found.high is None else min(5.0, found.high)
    return _estimate(Estimate(found.value, n, low, high))


def _usage(row: Row[Any]) -> UsageOut:
    return UsageOut(
        day=row.name, model=row.detail, replies=row.n, input_tokens=row.input_tokens, cached_tokens=row.cached_tokens,
        output_tokens=row.output_tokens, cost_usd=float(row.cost_usd),
    )  # fmt: skip


def _tools(rows: Sequence[Row[Any]]) -> list[ToolOutcomes]:
    outcomes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        outcomes[row.name][row.detail] = row.n
    return [ToolOutcomes(tool=tool, calls=sum(found.values()), outcomes=found) for tool, found in outcomes.items()]


def _quantiles(n: int, values: Sequence[float] | None) -> Quantiles:
    median, p95 = values if n and values else (None, None)
    return Quantiles(n=n, median=median, p95=p95)


def _share(yes: int, known: int) -> EstimateOut:
    return _estimate(wilson(yes, known))


def _estimate(estimate: Estimate) -> EstimateOut:
    return EstimateOut.model_validate(estimate.as_record())
