"""Where a tool works during one call: one customer, one language, one key, and the right to write or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from shared.agent.events import ToolOutcome
from shared.agent.idempotency import fingerprint, write_key
from shared.agent.operations import Operations, Record, Slot
from shared.agent.rendering import rendered, rendered_money
from shared.agent.template import UNKNOWN, fill, placeholders
from shared.agent.tools.base import Answered, Tier, ToolResult
from shared.domains.pack import Language, Texts, ToolSpec


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's surroundings. `confirmed` is the fingerprint that the customer's button carried, None in the loop."""

    spec: ToolSpec
    common: Mapping[str, Texts]
    customer_id: str
    language: Language
    operations: Operations
    today: date
    call: str
    tier: Tier
    confirmed: str | None = None

    async def records(self, kind: str | None = None) -> Sequence[Record]:
        """The customer's records of the tool's kind, newest first."""
        return await self.operations.find(self.customer_id, kind or self.spec.record)

    async def record(self, reference: str | None, states: Sequence[str] = ()) -> Record:
        """The record that is meant: the named one, else the newest in one of `states`, else the newest.

        Answers early when there is none, or when a write could mean several.
        """
        found = await self.records()
        if not found:
            self.stop("none", ToolOutcome.NOT_FOUND)
        if reference is not None:
            named = next((r for r in found if r.id.casefold() == reference.casefold()), None)
            return named or self.stop_common("tool_unknown_reference", ToolOutcome.NOT_FOUND, reference=reference)
        fitting = [r for r in found if r.state in states] or list(found)
        if len(fitting) > 1 and self.tier is not Tier.READ:
            references = [{"reference": r.id, **r.data} for r in fitting]
            self.stop_common("tool_which", ToolOutcome.CONFLICT, data={"records": references}, records=len(fitting))
        return fitting[0]

    def write_key(self, *seen: Record) -> str:
        """The idempotency key of a write that was decided on these records."""
        return write_key(self.call, seen)

    def require_confirmation(self, text: str, subject: Record | Slot, **values: Any) -> None:
        """Go on only with the customer's button for exactly this subject; a reversible action goes on at once."""
        if self.tier is not Tier.IRREVERSIBLE_WRITE or self.confirmed == fingerprint(subject):
            return
        if self.confirmed is not None:
            self.stop_common("tool_changed", ToolOutcome.CONFLICT)
        asked = self.answer(text, ToolOutcome.NEEDS_CONFIRMATION, subject, **values)
        pinned = {"reference" if isinstance(subject, Record) else "slot": subject.id}
        next_step = self._filled(self.common["confirm_next"], {})
        raise Answered(ToolResult(asked.outcome, asked.summary, next_step, asked.data, pinned, fingerprint(subject)))

    def answer(
        self,
        text: str,
        outcome: ToolOutcome = ToolOutcome.OK,
        subject: Record | Slot | None = None,
        data: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> ToolResult:
        """The pack's text for an outcome, filled with the subject's data and `values`."""
        known = {**_facts(subject), **values}
        summary = self._filled(self.spec.texts[text], known)
        following = self.spec.texts.get(f"{text}.next")
        return ToolResult(
            outcome,
            summary,
            self._filled(following, known) if following else "",
            _facts(subject) if data is None else data,
        )

    def stop(self, text: str, outcome: ToolOutcome, subject: Record | Slot | None = None, **values: Any) -> NoReturn:
        """Answer now, as `answer` would."""
        raise Answered(self.answer(text, outcome, subject, **values))

    def stop_common(
        self, text: str, outcome: ToolOutcome, data: Mapping[str, Any] | None = None, **values: Any
    ) -> NoReturn:
        """Answer now with a text that all tools of the pack share."""
        raise Answered(ToolResult(outcome, self._filled(self.common[text], values), "", data or {}))

    def shown(self, name: str, value: Any) -> str:
        """A value as the customer reads it; the fields in `settings.money` are amounts."""
        if name in self.spec.settings.get("money", ()) and isinstance(value, int | float):
            return rendered_money(value, str(self.spec.settings.get("currency", "")), self.language)
        return rendered(value, self.language, self.today)

    def label(self, texts: Texts) -> str:
        """A text of the pack in the customer's language."""
        return texts[self.language]

    def _filled(self, texts: Texts, values: Mapping[str, Any]) -> str:
        text = texts[self.language]
        names = placeholders(text)
        return fill(text, {n: self.shown(n, values[n]) if values.get(n) is not None else UNKNOWN for n in names})


def _facts(subject: Record | Slot | None) -> dict[str, Any]:
    if isinstance(subject, Record):
        return {"reference": subject.id, "state": subject.state, **subject.data}
    if isinstance(subject, Slot):
        return {"slot": subject.id, "starts_at": f"{subject.starts_at:%Y-%m-%dT%H:%M}", "place": subject.place}
    return {}
