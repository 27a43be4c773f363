"""The planted effect sizes: how likely each manner is, by what the system prompt says about it.

`docs/decisions/offline-model.md` explains the table. Changing a number changes every simulated result.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Stance(IntEnum):
    """What a prompt says about a manner."""

    FORBIDDEN = -1
    SILENT = 0
    DIRECTED = 1


class Effect(NamedTuple):
    """A probability for each stance."""

    silent: float
    directed: float
    forbidden: float

    def at(self, stance: Stance) -> float:
        return (self.silent, self.directed, self.forbidden)[int(stance)]


TOOL_USE = Effect(silent=0.50, directed=0.95, forbidden=0.0)
"""Calling a tool when one fits the customer's message."""
RELAYED = Effect(silent=0.80, directed=0.98, forbidden=0.70)
"""Saying what the tool found (by the stance on tools)."""
NEXT_STEP = Effect(silent=0.45, directed=0.90, forbidden=0.0)
"""Saying what happens next."""
REPEATED_QUESTION = Effect(silent=0.30, directed=0.05, forbidden=0.60)
"""Asking for something again that was asked before, when not looking things up."""
OWN_LANGUAGE = Effect(silent=0.85, directed=0.99, forbidden=0.05)
"""Writing in the customer's language where it is not the prompt's."""
EMPATHY = Effect(silent=0.30, directed=0.85, forbidden=0.0)
"""A sentence that acknowledges the customer's situation."""
HANDOFF_ASKED = Effect(silent=0.70, directed=0.97, forbidden=0.0)
"""Passing on a customer who asks for a person."""
HANDOFF_BLOCKED = Effect(silent=0.30, directed=0.85, forbidden=0.0)
"""Passing on a customer whom the agent could not help twice."""
CONFIRMATION_TOLD = Effect(silent=0.60, directed=0.97, forbidden=0.20)
"""Saying that the customer's confirmation is still needed."""
SMALL_TALK = Effect(silent=0.45, directed=0.05, forbidden=0.80)
"""A closing question that adds nothing (by the stance on brevity)."""
EVASION = Effect(silent=0.0, directed=0.65, forbidden=0.0)
"""Keeping back what a tool found."""
