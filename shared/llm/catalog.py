"""What each model accepts, costs and when it ends. As of 2026-11; the API's word overrides it.

Sources: OpenAI's model and deprecation pages, and the type notes of the `openai` SDK 3.54.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from shared.llm.protocol import Usage
from shared.llm.settings import OFFLINE_MODEL

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_PER_TOKEN = 1e-6


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens."""

    input: float
    cached: float
    output: float
    cache_write: float | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's row. `efforts` is empty where no effort may be sent; `output_cap` is the default `max_output_tokens`,
    with room for hidden reasoning."""

    name: str
    prices: Prices
    temperature: bool = False
    efforts: tuple[str, ...] = ()
    default_effort: str | None = None
    shutdown: date | None = None
    output_cap: int = 4_000
    known: bool = True

    def cost_usd(self, usage: Usage, cache_write_tokens: int = 0) -> float:
        """The price of `usage` in USD. Cached tokens are part of the input tokens, reasoning of the output."""
        prices = self.prices
        written = cache_write_tokens if prices.cache_write is not None else 0
        fresh = max(usage.input_tokens - usage.cached_tokens - written, 0)
        dollars = fresh * prices.input + usage.cached_tokens * prices.cached + usage.output_tokens * prices.output
        return (dollars + written * (prices.cache_write or 0.0)) * _PER_TOKEN

    def most_usd(self, input_tokens: int, output_tokens: int) -> float:
        """The most that a call of this size can cost in USD."""
        dearest = max(self.prices.input, self.prices.cache_write or 0.0)
        return (input_tokens * dearest + output_tokens * self.prices.output) * _PER_TOKEN


_GPT_5_NANO = ModelInfo(
    name="gpt-5-nano-2025-08-07",
    prices=Prices(input=0.05, cached=0.005, output=0.40),
    efforts=("minimal", "low", "medium", "high"),
    default_effort="low",
    shutdown=date(2026, 12, 11),
)
_GPT_6_LUNA = ModelInfo(
    name="gpt-6-luna",
    prices=Prices(input=0.10, cached=0.01, output=0.50, cache_write=0.125),
    efforts=("none", "low", "medium", "high", "xhigh", "max"),
    default_effort="low",
)
_OFFLINE = ModelInfo(name=OFFLINE_MODEL, prices=Prices(0.0, 0.0, 0.0))
_UNKNOWN = ModelInfo(name="", prices=Prices(input=1.25, cached=1.25, output=10.0), known=False)

_MODELS = {info.name: info for info in (_GPT_5_NANO, replace(_GPT_5_NANO, name="gpt-5-nano"), _GPT_6_LUNA, _OFFLINE)}


@lru_cache(maxsize=256)
def model_info(name: str) -> ModelInfo:
    """The row of `name`; a dated snapshot of a known model has that model's row.

    A model that is not in the table gets the plainest request (no temperature, no effort) and a high price, so
    that a budget errs on the safe side; `known` is then false.
    """
    found = _MODELS.get(name) or _MODELS.get(_DATED.sub("", name))
    return replace(found, name=name) if found else replace(_UNKNOWN, name=name)


def model_notes(name: str, fallback: str | None) -> tuple[str, ...]:
    """What a person should know before using `name`: parameters that it refuses, its announced end, no entry here."""
    info, notes = model_info(name), []
    if not info.known:
        notes.append(f"{name} is not in the catalogue: plain requests, and a high price is assumed for the budget")
    elif not info.temperature:
        notes.append(f"temperature is not sent: {name} does not accept it")
    if info.shutdown:
        then = f"then {fallback} answers" if fallback else "there is no fallback"
        notes.append(f"{name} is announced to be shut down on {info.shutdown.isoformat()}; {then}")
    return tuple(notes)
