"""Was the goal reached, by the records and the agent's words rather than by anyone's judgement?

A scenario's `success` holds conditions; all that are present must hold:
`told` (["payout.date", …]: the agent's messages say that field of the customer's first record of the kind),
`state` ({"kind", "in": […]}, or a list of them: a record of the kind is in one of the states),
`created` ("appointment", or a list: there are more records of the kind than at the start),
`handed_off` (true or false).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from shared.agent.rendering import mentions

CONDITIONS = ("told", "state", "created", "handed_off")
RecordState = Mapping[str, Any]
"""`{"id", "kind", "customer_id", "state", "data"}`."""


class UnknownCondition(ValueError):
    """A success condition that is not one of `CONDITIONS`: a mistake in the domain pack."""


def state_reached(
    success: Mapping[str, Any],
    *,
    before: Sequence[RecordState],
    after: Sequence[RecordState],
    agent_messages: Sequence[str],
    handed_off: bool,
) -> bool | None:
    """Whether every condition of `success` holds; `None` where there is none. Raises `UnknownCondition`."""
    if unknown := sorted(set(success) - set(CONDITIONS)):
        raise UnknownCondition(f"the pack asks for unknown success conditions: {', '.join(unknown)}")
    if not success:
        return None
    kinds_before, kinds_after = (Counter(record["kind"] for record in records) for records in (before, after))
    return (
        all(_told(path, after, agent_messages) for path in _listed(success.get("told", ())))
        and all(_in_state(wanted, after) for wanted in _listed(success.get("state", ())))
        and all(kinds_after[kind] > kinds_before[kind] for kind in _listed(success.get("created", ())))
        and success.get("handed_off", handed_off) == handed_off
    )


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _told(path: str, records: Sequence[RecordState], messages: Sequence[str]) -> bool:
    kind, _, field = path.partition(".")
    record = next((r for r in records if r["kind"] == kind), None)
    if record is None:
        return False
    value = record["state"] if field == "state" else record["data"].get(field)
    return any(mentions(message, value) for message in messages)


def _in_state(wanted: Mapping[str, Any], records: Sequence[RecordState]) -> bool:
    return any(r["kind"] == wanted["kind"] and r["state"] in wanted["in"] for r in records)
