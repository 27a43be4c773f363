"""How far something is, as steps: the stages of a procedure, the lines of a checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.cards.model import Step
from portal.cards.parts import Data
from portal.cards.values import Reader
from portal.i18n.catalogue import say

JOURNEYS: Mapping[str, Sequence[Sequence[str]]] = {
    "inspection": (("booked", "rescheduled"), ("in_progress", "in_workshop"), ("done",)),
    "payout": (("scheduled",), ("processing",), ("paid",)),
    "refund": (("scheduled",), ("processing",), ("paid",)),
}
"""The stages of a record, by its kind (the beginning of its reference); states of one stage stand together."""


def journey(data: Data, state: str, reader: Reader) -> list[Step]:
    """The stages of a record's kind as of `state`; none for a kind or state without stages."""
    kind = str(data.get("reference", "")).partition("-")[0]
    stages = JOURNEYS.get(kind, ())
    now = next((at for at, stage in enumerate(stages) if state in stage), None)
    if now is None:
        return []
    last = len(stages) - 1
    names = [state if at == now else stage[0] for at, stage in enumerate(stages)]
    return [
        _step(reader.state(name), "done" if at < now or now == last else "current" if at == now else "next", reader)
        for at, name in enumerate(names)
    ]


def document_step(name: str, missing: Sequence[str], rejected: Sequence[str], reader: Reader) -> Step:
    """A line of the checklist of documents. The catalogue must have the document's name."""
    status = "problem" if name in rejected else "next" if name in missing else "done"
    return _step(say(f"cards.document.{name}", reader.language), status, reader)


def _step(label: str, status: str, reader: Reader) -> Step:
    return Step(label, status, say(f"cards.step.{status}", reader.language))
