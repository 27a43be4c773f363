"""What kind of failure ended a job, as a code that pages have words for."""

from __future__ import annotations

from shared.improvement.journal import JournalMismatch, RunLocked
from shared.llm.errors import BudgetExceeded, ModelError
from shared.runs.folder import RunError


class BudgetReached(RunError):
    """The run's budget is used up; what was paid for is kept."""


CODES: tuple[tuple[type[BaseException], str], ...] = (
    (BudgetReached, "budget"),
    (BudgetExceeded, "budget"),
    (JournalMismatch, "parameters"),
    (RunLocked, "locked"),
    (ModelError, "model"),
    (OSError, "disk"),
)


def code_of(error: BaseException) -> str:
    """`other` where the error's own words are all there is."""
    return next((code for kind, code in CODES if isinstance(error, kind)), "other")
