"""How much of what identifies people is taken out, and how much else: recall and precision over labelled messages.

`python -m tests.shared.conversations.redaction_quality` prints the table in docs/benchmarks.md. The messages are in
`redaction_heldout.tsv` (locale, author, text with `[[kind|what identifies]]`), which no rule was tuned on;
`redaction_tuning.tsv` is for working on the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from shared.conversations.redaction import redact

FOLDER = Path(__file__).parent
_LABEL = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
_REPLACED = re.compile(r"\[(name|address|email|phone|card|clabe|cbu|cpf|cnpj|cuit|rut|curp|rfc|id|vin|plate)\]")


class Found(NamedTuple):
    """A piece of a text: its kind, and from where to where."""

    kind: str
    start: int
    end: int


class Message(NamedTuple):
    locale: str
    author: str
    text: str
    labels: tuple[Found, ...]


@dataclass(slots=True)
class Quality:
    """Counts by kind. `gone` of `labelled` were taken out whole; `right` of `taken` pieces touch something labelled;
    `harmed` of `harmless` messages, in which nothing identifies, were changed."""

    labelled: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    harmed: int = 0
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str]) -> float:
        chosen = list(kinds)
        return sum(self.gone[k] for k in chosen) / max(1, sum(self.labelled[k] for k in chosen))

    def precision(self, kinds: Iterable[str]) -> float:
        chosen = list(kinds)
        return sum(self.right[k] for k in chosen) / max(1, sum(self.taken[k] for k in chosen))


def messages(name: str) -> list[Message]:
    """The labelled messages of `heldout` or `tuning`."""
    lines = (FOLDER / f"redaction_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [_message(*line.split("\t")) for line in lines]


def _message(locale: str, author: str, marked: str) -> Message:
    text, labels, read = "", [], 0
    for match in _LABEL.finditer(marked):
        text += marked[read : match.start()]
        labels.append(Found(match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        read = match.end()
    return Message(locale, author, text + marked[read:], tuple(labels))


def taken_out(text: str) -> list[Found]:
    """What `redact` replaces in `text`."""
    redacted = redact(text)
    parts, kinds = _REPLACED.split(redacted)[::2], _REPLACED.findall(redacted)
    pattern = "(.+?)".join(re.escape(part) for part in parts)
    match = re.fullmatch(pattern, text, re.DOTALL)
    assert match is not None, (text, redacted)
    return [Found(kind, *match.span(place)) for place, kind in enumerate(kinds, 1)]


def measured(sample: Sequence[Message]) -> Quality:
    """Compare what was taken out of each message with its labels."""
    quality = Quality()
    for message in sample:
        taken = taken_out(message.text)
        covered = {place for one in taken for place in range(one.start, one.end)}
        for label in message.labels:
            quality.labelled[label.kind] += 1
            places = (place for place in range(label.start, label.end) if message.text[place].isalnum())
            whole = covered.issuperset(places)
            quality.gone[label.kind] += whole
            if not whole:
                quality.misses.append(f"{label.kind}: {message.text} -> {redact(message.text)}")
        for one in taken:
            touches = any(label.start < one.end and one.start < label.end for label in message.labels)
            quality.taken[one.kind] += 1
            quality.right[one.kind] += touches
            if not touches:
                quality.alarms.append(f"{one.kind}: {message.text} -> {redact(message.text)}")
        if not message.labels:
            quality.harmless += 1
            quality.harmed += bool(taken)
    return quality


KINDS = {
    "names": ("name",), "street addresses": ("address",), "e-mails": ("email",), "phones": ("phone",),
    "plates": ("plate",), "VINs": ("vin",), "bank accounts (CLABE, CBU)": ("clabe", "cbu"), "cards": ("card",),
    "tax and identity numbers": ("cpf", "cnpj", "cuit", "rut", "curp", "rfc", "id"),
}  # fmt: skip


def table(quality: Quality) -> str:
    """Recall and precision by kind."""
    rows = ["| | labelled | gone | recall | taken out | rightly | precision |", "|---|---:|---:|---:|---:|---:|---:|"]
    every = tuple(kind for kinds in KINDS.values() for kind in kinds)
    for name, kinds in {**KINDS, "**all**": every}.items():
        counters = (quality.labelled, quality.gone, quality.taken, quality.right)
        counts = [sum(counter[k] for k in kinds) for counter in counters]
        recall, precision = f"{quality.recall(kinds):.1%}", f"{quality.precision(kinds):.1%}"
        rows.append(f"| {name} | {counts[0]} | {counts[1]} | {recall} | {counts[2]} | {counts[3]} | {precision} |")
    harmless = f"Messages in which nothing identifies: {quality.harmless}; changed: {quality.harmed}."
    return "\n".join([*rows, "", harmless])


if __name__ == "__main__":
    import sys

    which = sys.argv[1] if len(sys.argv) > 1 else "heldout"
    result = measured(messages(which))
    print(table(result))
    if which == "tuning":
        print(*result.misses, "", *result.alarms, sep="\n")
