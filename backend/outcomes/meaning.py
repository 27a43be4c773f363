"""What an outcome means for the record that is exported."""

from __future__ import annotations

from backend.outcomes.models import OutcomeKind

RESOLVED = frozenset({OutcomeKind.CONFIRMED, OutcomeKind.ASSUMED})


def resolved(latest: OutcomeKind | None) -> bool | None:
    """`meta.resolved` of a conversation from its ticket's latest outcome: true when it was confirmed or assumed, false
    when it was reopened, handed off (and not resolved later) or abandoned, `None` (unknown) when nothing is settled."""
    return None if latest is None else latest in RESOLVED
