"""Files of any size for the benchmarks: the shipped sample's turns, recombined and varied."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import orjson

SAMPLES = Path(__file__).parents[2] / "shared/samples/kavak.jsonl"
TURNS = 8
MISTYPED = 0.2

Item = TypeVar("Item")


def write_conversations(path: Path, count: int, *, seed: int = 0) -> None:
    """`count` conversations of about 1.8 kB and 8 messages, no two alike, as JSONL."""
    with path.open("wb") as file:
        for record in conversations(count, seed):
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def conversations(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """The records, the same for the same seed."""
    draw = random.Random(seed)
    samples = [record for line in SAMPLES.read_bytes().splitlines() if _is_plain(record := orjson.loads(line))]
    material = {language: _Material(samples, language, draw) for language in ("es", "pt", "en")}
    for number in range(count):
        base = _pick(samples, draw)
        own = material[base["meta"]["idioma"]]
        turns = list(base["transcript"])
        while len(turns) < TURNS:
            turns += _pick(own.pairs, draw)
        yield base | {
            "conversation_id": f"conv_{number:09d}",
            "meta": base["meta"] | {"duration_sec": int(20 + 880 * draw.random())},
            "transcript": [{"role": turn["role"], "content": own.varied(turn["content"], draw)} for turn in turns],
        }


class _Material:
    """The texts of one language and the ways to vary them."""

    def __init__(self, samples: Sequence[dict[str, Any]], language: str, draw: random.Random) -> None:
        transcripts = [sample["transcript"] for sample in samples if sample["meta"]["idioma"] == language]
        self.pairs = [transcript[2:4] for transcript in transcripts if len(transcript) >= 4]
        self.texts = [turn["content"] for transcript in transcripts for turn in transcript]
        self.digits = [str.maketrans("123456789", "".join(draw.sample("123456789", 9))) for _ in range(200)]

    def varied(self, text: str, draw: random.Random) -> str:
        """Other digits, in one message of five a letter mistyped, and words of somebody else behind it."""
        if draw.random() < MISTYPED:
            at = int(draw.random() * len(text))
            text = text[:at] + _pick("aeiosrnt", draw) + text[at + 1 :]
        other = _pick(self.texts, draw).split(" ")
        return f"{text.translate(_pick(self.digits, draw))} {' '.join(other[: 1 + len(other) // 2])}"


def _is_plain(record: dict[str, Any]) -> bool:
    """Whether a sample has all that is varied here, in the newest spelling."""
    turns = record.get("transcript", [])
    stated = record.get("meta", {}).get("idioma") in ("es", "pt", "en")
    return stated and bool(turns) and all(turn.get("role") and turn.get("content") for turn in turns)


def _pick(items: Sequence[Item], draw: random.Random) -> Item:
    return items[int(draw.random() * len(items))]
