"""Whatever a line holds, it is accepted, rejected or empty: never lost, never a traceback."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any, cast

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.conversations.lines import Chunk, cut_lines
from shared.conversations.reading import read_chunk, read_line, rejection_record
from shared.conversations.writing import to_json, to_record

SEED_RECORD: dict[str, Any] = {
    "conversation_id": "conv_1",
    "meta": {"context": "buying", "canal": "web", "idioma": "es-MX", "resolved": True, "duration_sec": 245},
    "transcript": [{"role": "user", "content": "¿y mi oferta? 😀"}, {"role": "assistant", "content": "Aquí está"}],
    "outcomes": {"csat_estimated_1_5": 4.5, "intent_detected": ["offer_24h"]},
    "extra": {"a": [1, 2.5, None]},
}
MUTATED_LINES = 12_000
LINES_A_FILE = 400
STRANGE: list[Any] = [
    None,
    True,
    -1,
    1e308,
    2**70,
    "",
    "NaN",
    "\u2028",
    [],
    {},
    [[]],
    {"role": {}},
    ["user"],
    "9" * 400,
]


def flip_bytes(line: bytes, rng: random.Random) -> bytes:
    soup = bytearray(line)
    for _ in range(rng.randint(1, 5)):
        soup[rng.randrange(len(soup))] = rng.randrange(256)
    return bytes(soup)


def truncate(line: bytes, rng: random.Random) -> bytes:
    return line[: rng.randrange(len(line))]


def nest(line: bytes, rng: random.Random) -> bytes:
    depth = rng.choice([3, 90, 99, 100, 101, 300, 1100, 5000])
    opening, closing = rng.choice([(b"[", b"]"), (b'{"a":', b"}")])
    return line.replace(b'"extra":', b'"x":' + opening * depth + b"0" + closing * depth + b',"extra":')


def swap_types(line: bytes, rng: random.Random) -> bytes:
    record = orjson.loads(line)
    places = [record, record["meta"], record["outcomes"], *record["transcript"], record["extra"]]
    for _ in range(rng.randint(1, 4)):
        place = rng.choice(places)
        place[rng.choice([*place, "csat", "language", "id", "content", "messages", "role"])] = rng.choice(STRANGE)
    return to_json(record)


def recode(line: bytes, rng: random.Random) -> bytes:
    text = line.decode()
    return text.encode(rng.choice(["utf-16", "utf-8-sig", "cp1252", "latin-1", "utf-7", "cp037"]), "replace")


def insert_tokens(line: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(line))
    token = rng.choice(
        [b"NaN", b"-Infinity", b"\\ud800", b"\\u0000", b"1e999", b"\n", b"\r", b"\x00", b'"', b"}", b","]
    )
    return line[:at] + token + line[at:]


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    flip_bytes,
    truncate,
    nest,
    swap_types,
    recode,
    insert_tokens,
]


def mutated_lines(rng: random.Random, count: int) -> list[bytes]:
    line = orjson.dumps(SEED_RECORD)
    return [rng.choice(MUTATIONS)(line, rng) for _ in range(count)]


def account_for(data: bytes) -> tuple[int, int, int]:
    """Accepted, rejected and empty lines; what is accepted survives writing, what is rejected can be reported."""
    read = read_chunk(Chunk("fuzz", 1, data))
    for conversation in read.conversations:
        assert read_line(to_json(to_record(conversation))) == conversation
    for rejection in read.rejections:
        assert orjson.loads(orjson.dumps(rejection_record(rejection)))["reason"]
    return len(read.conversations), len(read.rejections), read.empty


def test_every_mutated_line_is_accounted_for() -> None:
    rng = random.Random(20261005)
    accepted = rejected = 0
    for _ in range(MUTATED_LINES // LINES_A_FILE):
        data = b"\n".join(mutated_lines(rng, LINES_A_FILE)) + b"\n"
        here = account_for(data)
        assert sum(here) == data.count(b"\n")
        accepted, rejected = accepted + here[0], rejected + here[1]
    assert accepted > MUTATED_LINES / 10
    assert rejected > MUTATED_LINES / 3


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    lines = data.count(b"\n") + (not data.endswith(b"\n") and data != b"")
    assert sum(account_for(data)) == lines


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["conversation_id", "meta", "outcomes", "transcript", "messages", "csat", "idioma", "metadata", "x", "role", "text"]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FIELDS, JSON | st.dictionaries(FIELDS, JSON, max_size=4), max_size=6), st.booleans())
def test_any_object_is_accounted_for(record: dict[str, Any], with_transcript: bool) -> None:
    if with_transcript:
        record["transcript"] = [{"role": "user", "content": "hola", **record}, {"speaker": "bot", "text": "hola"}]
    assert sum(account_for(to_json(record))) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=12), st.integers(1, 40))
def test_chunks_hold_every_line_in_order(lines: list[bytes], size: int) -> None:
    stream = cast(io.BufferedReader, io.BufferedReader(io.BytesIO(b"\n".join([*lines, b"end"]))))
    chunks = list(cut_lines(stream, "fuzz", size))
    assert [line for chunk in chunks for line in chunk.lines()] == [*lines, b"end"]
    numbers = [number for c in chunks for number in range(c.first_line, c.first_line + len(c.lines()))]
    assert numbers == list(range(1, len(lines) + 2))
