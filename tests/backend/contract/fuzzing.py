"""Schemathesis at a server: requests made up from the API's own description, and what it says of the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import schemathesis
from schemathesis import AuthContext, AuthProvider, Case
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

UNSAYABLE = {"positive_data_acceptance": {"enabled": False}}
"""A category of the company, the bytes of a password, a cursor and a link of ours are rules that a schema cannot say:
what fits the schema may be refused all the same."""
UNDER_ANOTHER = {
    "include-path": "/api/v1/tickets/stats",
    "checks": {"unsupported_method": {"enabled": False}, "allow_header_conformance": {"enabled": False}},
}
"""Its path also fits `tickets/{ticket_id}`, which has other methods."""


@dataclass(slots=True)
class Findings:
    """What came of a run. `answers` counts by operation ("GET /…") and status."""

    failures: dict[str, str] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def operations(self, status_class: int | None = None) -> set[str]:
        """Those that answered; with a class, those that answered with such a status: 2 for 2xx."""
        return {operation for operation, status in self.answers if status_class in (None, status // 100)}

    def note(self, recorder: ScenarioRecorder) -> None:
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is not None:
                self.answers[recorder.label, interaction.response.status_code] += 1
            for check in recorder.checks.get(case_id, ()):
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    told = f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}"
                    self.failures.setdefault(f"{recorder.label} {check.name}", told)


@dataclass(frozen=True, slots=True)
class Fuzzer:
    """`things`: by operation the ids that its path is about. `afterwards` is called with each operation that was
    tried."""

    url: str
    things: Mapping[str, Mapping[str, object]]
    afterwards: Callable[[str], None]

    def boundaries(self, token: str, paths: str) -> Findings:
        """Every boundary of every parameter and field of the operations whose paths fit the pattern `paths`."""
        coverage = {"unexpected-methods": ["DELETE", "PUT", "OPTIONS"]}
        return self._run({"coverage": coverage}, paths, {"headers": {"Authorization": f"Bearer {token}"}}, ())

    def at_random(self, tokens: Sequence[str | None], examples: int) -> Findings:
        """So many random requests to every operation, each from the next of those with these tokens."""
        return self._run({"fuzzing": {}}, "", {"generation": {"max-examples": examples}}, tokens)

    def _run(
        self, phases: Mapping[str, Any], paths: str, more: Mapping[str, Any], tokens: Sequence[str | None]
    ) -> Findings:
        described = f"{self.url}/openapi.json"
        schema = schemathesis.openapi.from_url(
            described, config=SchemathesisConfig.from_dict(self._told(phases, paths, more))
        )
        if tokens:
            schema.auth(refresh_interval=None, retry_on=[])(_in_turn(tokens))
        findings = Findings()
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                findings.note(event.recorder)
                self.afterwards(event.recorder.label)
            elif isinstance(event, events.NonFatalError):
                findings.failures.setdefault(f"{event.label} could not be tried", str(event.value))
            elif isinstance(event, events.FatalError):
                raise event.exception
        return findings

    def _told(self, phases: Mapping[str, Any], paths: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """The same requests every time, and nothing left out when one fails."""
        about: list[dict[str, Any]] = [
            {"include-name": operation, "parameters": {f"path.{name}": str(value) for name, value in ids.items()}}
            for operation, ids in self.things.items()
            if ids
        ]
        if paths:
            about.append({"exclude-path-regex": paths, "enabled": False})
        names = ("examples", "coverage", "fuzzing", "stateful")
        return {
            "base-url": self.url, "seed": 1, "workers": 1, "request-timeout": 20, "continue-on-failure": True,
            "phases": {name: {"enabled": name in phases, **phases.get(name, {})} for name in names},
            "checks": UNSAYABLE, "cache": {"enabled": False}, "operations": [UNDER_ANOTHER, *about], **more,
            "generation": {"deterministic": True, "no-shrink": True, **more.get("generation", {})},
        }  # fmt: skip


def _in_turn(tokens: Sequence[str | None]) -> type[AuthProvider[str]]:
    """Signs each request with the next of the tokens; not at all where that is `None`."""
    turns = cycle(tokens)

    class InTurn:
        def get(self, case: Case[Any], context: AuthContext) -> str | None:
            return next(turns)

        def set(self, case: Case[Any], data: str, context: AuthContext) -> None:
            case.headers["Authorization"] = f"Bearer {data}"

    return InTurn
