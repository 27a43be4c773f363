"""The figures of a set of conversations: pure, additive, each with its n and 95 % interval.

A value that is not known is left out of its figure, never counted as 0 or as a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.analysis.intervals import Estimate, Moments, Proportion
from shared.analysis.markers import was_handed_off, was_reopened
from shared.conversations.schema import Conversation

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is known about n conversations, each array of shape (n,): 1 yes, 0 no, NaN unknown for the first three;
    CSAT 1 to 5, turns in messages of the transcript, duration in seconds, NaN where unknown."""

    resolved: Numbers
    first_contact: Numbers
    handed_off: Numbers
    csat: Numbers
    turns: Numbers
    duration: Numbers

    @classmethod
    def of(cls, conversations: Sequence[Conversation]) -> Outcomes:
        """The outcomes of these conversations, in their order."""
        rows = np.array([_row(conversation) for conversation in conversations], np.float64).reshape(-1, 6)
        return cls(*(np.ascontiguousarray(column) for column in rows.T))

    def __len__(self) -> int:
        return len(self.resolved)

    def take(self, rows: NDArray[np.bool_]) -> Outcomes:
        """Only the rows where `rows` (shape (n,)) is true."""
        return Outcomes(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of conversations.

    `resolution_rate` = resolved / known; `avg_csat` on a scale of 1 to 5; `avg_turns` in messages of the transcript;
    `avg_duration_sec` in seconds; `first_contact_resolution` = resolved without handoff or reopening / those whose
    resolution is known; `handoff_rate` = handed off / those whose record says so either way. Each is unknown
    (value `None`, n 0) where no conversation says anything.
    """

    total: int
    resolution_rate: Estimate
    avg_csat: Estimate
    avg_turns: Estimate
    avg_duration_sec: Estimate
    first_contact_resolution: Estimate
    handoff_rate: Estimate

    def as_record(self) -> dict[str, Any]:
        """The figures as `metrics.json` holds them."""
        estimates = (column.name for column in fields(self) if column.name != "total")
        return {"total": self.total} | {name: getattr(self, name).as_record() for name in estimates}


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums behind `Figures`. Tallies of disjoint sets add up to the tally of their union."""

    total: int = 0
    resolved: Proportion = field(default_factory=Proportion)
    first_contact: Proportion = field(default_factory=Proportion)
    handed_off: Proportion = field(default_factory=Proportion)
    csat: Moments = field(default_factory=Moments)
    turns: Moments = field(default_factory=Moments)
    duration: Moments = field(default_factory=Moments)

    @classmethod
    def of(cls, outcomes: Outcomes) -> Tally:
        """The tally of these outcomes."""
        return cls(
            total=len(outcomes),
            resolved=Proportion.of(outcomes.resolved),
            first_contact=Proportion.of(outcomes.first_contact),
            handed_off=Proportion.of(outcomes.handed_off),
            csat=Moments.of(outcomes.csat),
            turns=Moments.of(outcomes.turns),
            duration=Moments.of(outcomes.duration),
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            total=self.total + other.total,
            resolved=self.resolved + other.resolved,
            first_contact=self.first_contact + other.first_contact,
            handed_off=self.handed_off + other.handed_off,
            csat=self.csat + other.csat,
            turns=self.turns + other.turns,
            duration=self.duration + other.duration,
        )

    def figures(self) -> Figures:
        """The figures of everything counted so far."""
        return Figures(
            total=self.total,
            resolution_rate=self.resolved.estimate(),
            avg_csat=self.csat.estimate(),
            avg_turns=self.turns.estimate(),
            avg_duration_sec=self.duration.estimate(),
            first_contact_resolution=self.first_contact.estimate(),
            handoff_rate=self.handed_off.estimate(),
        )


def measure(conversations: Iterable[Conversation]) -> Figures:
    """The figures of these conversations, all of them held in memory."""
    return Tally.of(Outcomes.of(tuple(conversations))).figures()


def _row(conversation: Conversation) -> tuple[float, float, float, float, float, float]:
    meta = conversation.meta
    handed_off = was_handed_off(conversation)
    csat = conversation.outcomes.csat_estimated_1_5
    return (
        _number(meta.resolved),
        _number(_first_contact(meta.resolved, handed_off, was_reopened(conversation))),
        _number(handed_off),
        _number(csat),
        float(len(conversation.transcript)),
        _number(meta.duration_sec),
    )


def _first_contact(resolved: bool | None, handed_off: bool | None, reopened: bool | None) -> bool | None:
    """Resolved in a single contact: no handoff and no reopening that the record knows of."""
    return None if resolved is None else resolved and not handed_off and not reopened


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
