"""How often tickets ended well: rates from numbers of tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.outcomes.models import OutcomeKind
from shared.analysis.intervals import Estimate, wilson

K = OutcomeKind


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of tickets with one of the outcomes `counts`; `share.n` is the number of tickets that it is of."""

    counts: tuple[OutcomeKind, ...]
    share: Estimate


@dataclass(frozen=True, slots=True)
class OutcomeRates:
    """How the tickets of a period ended, by their latest outcome.

    `tickets` were opened in the period, `settled` of them have an outcome. Every rate is a share of the settled ones
    with its Wilson 95 % interval; `ever_reopened` and `ever_handed_off` count the tickets of the period that have ever
    been so, whatever became of them.
    """

    tickets: int
    settled: int
    confirmed: Rate
    assumed: Rate
    reopened: Rate
    handed_off: Rate
    abandoned: Rate
    resolution_rate_confirmed: Rate
    resolution_rate_with_assumed: Rate
    ever_reopened: Rate
    ever_handed_off: Rate


def rates_of(tickets: int, now: Mapping[OutcomeKind, int], ever: Mapping[OutcomeKind, int]) -> OutcomeRates:
    """The rates from the numbers of tickets whose latest outcome is of a kind (`now`) and that ever had it (`ever`)."""
    settled = sum(now.values())

    def latest(*counts: OutcomeKind) -> Rate:
        return Rate(counts, wilson(sum(now.get(kind, 0) for kind in counts), settled))

    def once(kind: OutcomeKind) -> Rate:
        return Rate((kind,), wilson(ever.get(kind, 0), tickets))

    return OutcomeRates(
        tickets, settled,
        confirmed=latest(K.CONFIRMED), assumed=latest(K.ASSUMED), reopened=latest(K.REOPENED),
        handed_off=latest(K.HANDED_OFF), abandoned=latest(K.ABANDONED),
        resolution_rate_confirmed=latest(K.CONFIRMED),
        resolution_rate_with_assumed=latest(K.CONFIRMED, K.ASSUMED),
        ever_reopened=once(K.REOPENED), ever_handed_off=once(K.HANDED_OFF),
    )  # fmt: skip
