"""How the tickets of a period ended, all together and by release, category, channel and language: one query.

A ticket's release is the one that gave its last answer, as in the export.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outcomes.models import OutcomeKind
from backend.outcomes.rates import OutcomeRates, rates_of
from shared.analysis.intervals import Estimate, Moments, student

LOWEST_CSAT, HIGHEST_CSAT = 1.0, 5.0
ALL, RELEASE, CATEGORY, CHANNEL, LANGUAGE = 15, 7, 11, 13, 14
_GROUPS = text(
    """
    with opened as (
      select id, created_at, category, channel, language, csat_score from tickets
      where created_at >= :since and created_at < :until
    ), ends as (
      select o.ticket_id, (array_agg(o.kind order by o.id desc))[1] as kind,
        bool_or(o.kind = 'reopened') as ever_reopened, bool_or(o.kind = 'handed_off') as ever_handed_off
      from opened join outcomes o on o.ticket_id = opened.id group by o.ticket_id
    ), answered as (
      select r.ticket_id, (array_agg(r.release_id order by r.created_at desc))[1] as release_id
      from opened join replies r on r.ticket_id = opened.id
      where r.status = 'done' and r.release_id is not null group by r.ticket_id
    )
    select grouping(release_id, category, channel, language) as level,
      coalesce(release_id, category, channel, language) as name,
      count(*) as tickets, min(created_at) as first_at, max(created_at) as last_at,
      count(*) filter (where kind = 'confirmed') as confirmed, count(*) filter (where kind = 'assumed') as assumed,
      count(*) filter (where kind = 'reopened') as reopened, count(*) filter (where kind = 'handed_off') as handed_off,
      count(*) filter (where kind = 'abandoned') as abandoned,
      count(*) filter (where ever_reopened) as ever_reopened,
      count(*) filter (where ever_handed_off) as ever_handed_off,
      count(csat_score) as csat_n, avg(csat_score) as csat_mean, var_samp(csat_score) as csat_variance
    from opened left join ends on ends.ticket_id = opened.id left join answered on answered.ticket_id = opened.id
    group by grouping sets ((), (release_id), (category), (channel), (language))
    order by first_at, name
    """
)


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets that have something in common, called `name` (`None`: they lack it), with their outcomes and ratings. The
    first and the last were opened at `first_at` and `last_at`."""

    name: str | None
    first_at: datetime | None
    last_at: datetime | None
    outcomes: OutcomeRates
    csat: Estimate


@dataclass(frozen=True, slots=True)
class Groups:
    """A period's tickets, grouped. Each list begins with the group whose first ticket is the oldest."""

    overall: Group
    by_release: Sequence[Group]
    by_category: Sequence[Group]
    by_channel: Sequence[Group]
    by_language: Sequence[Group]


async def outcome_groups(session: AsyncSession, since: datetime, until: datetime) -> Groups:
    """How the tickets opened from `since` until before `until` ended."""
    rows = (await session.execute(_GROUPS, {"since": since, "until": until})).all()

    def of(level: int) -> list[Group]:
        return [_group(row) for row in rows if row.level == level]

    return Groups(of(ALL)[0], of(RELEASE), of(CATEGORY), of(CHANNEL), of(LANGUAGE))


def _group(row: Row[Any]) -> Group:
    now = {kind: getattr(row, kind.value) for kind in OutcomeKind}
    ever = {OutcomeKind.REOPENED: row.ever_reopened, OutcomeKind.HANDED_OFF: row.ever_handed_off}
    return Group(row.name, row.first_at, row.last_at, rates_of(row.tickets, now, ever), _csat(row))


def _csat(row: Row[Any]) -> Estimate:
    """The mean with its Student t interval, cut to the scale."""
    n, mean, variance = row.csat_n, float(row.csat_mean or 0), float(row.csat_variance or 0)
    found = student(Moments(n, mean, variance * max(0, n - 1)))
    if found.low is None or found.high is None:
        return found
    return replace(found, low=max(LOWEST_CSAT, found.low), high=min(HIGHEST_CSAT, found.high))
