"""A value of a tool's data as a customer reads it: its key and its form decide, whichever company it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies

from portal.i18n.catalogue import LANGUAGES, say, say_count, texts
from portal.i18n.formats import clock, day, money, number

KNOWN = frozenset(texts())
"""The keys of the catalogue: which labels, states and documents have a name."""
MONEY = frozenset(
    ("amount", "price", "down_payment", "loan", "monthly", "limit", "needed_down", "affordable_monthly", "refund",
     "total", "balance", "fee", "cost"),
)  # fmt: skip
_MONEY_ENDINGS = ("_amount", "_price", "_payment", "_fee", "_cost", "_total", "_balance")
_TEXT_LENGTH, _PARTS = 200, 6
_COUNTABLE = 1e15
"""Above it a number is no figure of a customer's."""
YEARS = range(1900, 2200)
"""Outside of them a date is no date of a customer's (and cannot be moved between time zones at the ends)."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")
_PERCENT = re.compile(r"\d{1,6}(\.\d{1,4})?%")
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_CURRENCY = re.compile(r"\d\s?([A-Z]{3})\b")


class Moment(NamedTuple):
    """A day in words, and the time of day where there is one."""

    day: str
    time: str = ""


@dataclass(frozen=True)
class Reader:
    """Whom values are written for. `currency` is an ISO code, empty where the tool names none."""

    language: str
    zone: str
    currency: str = ""

    @property
    def today(self) -> date:
        return datetime.now(ZoneInfo(self.zone)).date()

    def written(self, key: str, value: object) -> str:
        """The value in words; empty where there is nothing that a customer could use."""
        if isinstance(value, str):
            return self._text(key, value)
        if isinstance(value, bool):
            return say("cards.yes" if value else "cards.no", self.language)
        if isinstance(value, int | float):
            return self._figure(key, value)
        if isinstance(value, Mapping):
            return self.written(key, _in_language(value, self.language))
        if isinstance(value, Sequence):
            parts = [self.written(key, one) for one in value[:_PARTS] if isinstance(one, str | int | float)]
            return ", ".join(filter(None, parts))
        return ""

    def label(self, key: str) -> str:
        """What a key is called; a key that nobody translated, made readable."""
        known = f"cards.label.{key}"
        return say(known, self.language) if known in KNOWN else humanised(key)

    def state(self, state: str) -> str:
        """What a state is called."""
        known = f"cards.state.{state}"
        return say(known, self.language) if known in KNOWN else humanised(state)

    def moment(self, text: str) -> Moment | None:
        """An ISO date or time in words; None for any other text. A time without a zone is the branch's own."""
        given = moment_of(text)
        if given is None:
            return None
        if not isinstance(given, datetime):
            return Moment(day(given, self.language))
        zone = ZoneInfo(self.zone)
        local = given.astimezone(zone) if given.tzinfo else given.replace(tzinfo=zone)
        return Moment(day(local.date(), self.language), clock(local, self.language, self.zone))

    def _text(self, key: str, value: str) -> str:
        text = " ".join(value.split())
        if key == "state":
            return self.state(text)
        if _UUID.fullmatch(text):
            return ""
        if _PERCENT.fullmatch(text):
            return f"{number(float(text[:-1]), self.language)}%"
        when = self.moment(text)
        return ", ".join(filter(None, when)) if when else _cut(text)

    def _figure(self, key: str, value: float) -> str:
        if not math.isfinite(value) or abs(value) >= _COUNTABLE:
            return ""
        if is_money(key) and self.currency:
            return money(value, self.currency, self.language)
        if key == "months" and value == int(value):
            return say_count("cards.months", self.language, int(value))
        return number(value, self.language)


def is_money(key: str) -> bool:
    """Whether a key's numbers are amounts."""
    return key in MONEY or key.endswith(_MONEY_ENDINGS)


def currency_of(data: Mapping[str, Any], text: str) -> str:
    """The ISO code in the data, else the one that the tool's own sentence writes behind an amount; empty without."""
    named = data.get("currency")
    codes = [named] if isinstance(named, str) else _CURRENCY.findall(text)
    return next((code for code in codes if code in list_currencies()), "")


def moment_of(text: object) -> datetime | date | None:
    """The date or time that an ISO 8601 text names."""
    if not isinstance(text, str) or not _ISO.fullmatch(text):
        return None
    try:
        given = date.fromisoformat(text) if len(text) == len("2026-10-06") else datetime.fromisoformat(text)
    except ValueError:
        return None
    return given if given.year in YEARS else None


def day_of(text: object) -> date | None:
    """The day of `moment_of`."""
    given = moment_of(text)
    return given.date() if isinstance(given, datetime) else given


def humanised(key: str) -> str:
    """`gate_number` as "Gate number"."""
    words = " ".join(re.sub(r"[_\-.]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key)).split())
    return _cut(words[:1].upper() + words[1:])


def _in_language(value: Mapping[str, Any], language: str) -> str:
    """A text that comes in several languages; empty for any other mapping."""
    texts = {key: text for key, text in value.items() if key in LANGUAGES and isinstance(text, str)}
    return texts.get(language, next(iter(texts.values()), ""))


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 1].rstrip() + "…"
