"""The company's figures of a period, in four queries: three here, one for the outcomes."""

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
    GroupOut,
    HandoffReason,
    OutcomeRatesOut,
    Quantiles,
    ResolvedBy,
    StatsOut,
    ToolOutcomes,
    UsageOut,
)
from backend.outcomes.groups import Group, outcome_groups
from shared.analysis.intervals import Estimate, wilson

BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


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
    groups = await outcome_groups(session, since, until)
    usage = [_usage(row) for row in broken_down if row.section == "usage"]
    return StatsOut(
        **period._asdict(),
        tickets=figures.tickets,
        by_status={row.status: row.tickets for row in counts if row.status is not None},
        by_day=[DayCount(day=row.day, tickets=row.tickets) for row in counts if row.day is not None],
        outcomes=OutcomeRatesOut.model_validate(groups.overall.outcomes),
        by_release=_groups(groups.by_release),
        by_category=_groups(groups.by_category),
        by_channel=_groups(groups.by_channel),
        by_language=_groups(groups.by_language),
        resolved_by=ResolvedBy(
            bot=_share(figures.by_bot, figures.settled), agent=_share(figures.by_agent, figures.settled)
        ),
        csat=_estimate(groups.overall.csat),
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


def _groups(groups: Sequence[Group]) -> list[GroupOut]:
    return [
        GroupOut(
            name=group.name, tickets=group.outcomes.tickets, first_at=group.first_at, last_at=group.last_at,
            outcomes=OutcomeRatesOut.model_validate(group.outcomes), csat=_estimate(group.csat),
        )
        for group in groups
    ]  # fmt: skip


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
