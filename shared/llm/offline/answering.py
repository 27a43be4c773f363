"""The offline model's mind: from the body of a Responses API request to an answer. Sees only the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OfflineCall:
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """Text, or calls of functions, or a refusal."""

    text: str = ""
    calls: tuple[OfflineCall, ...] = ()
    refusal: str | None = None


def answer(request: Mapping[str, Any]) -> OfflineAnswer:
    """A deterministic answer: a pure function of the request (with `metadata["sample"]` as the draw of noise)."""
    return OfflineAnswer(text="…")
