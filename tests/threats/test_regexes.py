"""Every regular expression of ours against texts that are made to keep one busy."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from backend.handoff.rules import is_angry
from portal.markdown import plain, rendered
from shared.agent.secrecy import Prompts
from shared.analysis.intents import IntentDetector
from shared.conversations.redaction import redact
from shared.domains.pack import load_pack
from tests.threats.sources import PACKAGES, ROOT, modules

SIZES = (32, 128, 512, 2_048)
MOST = 40
"""Times as long for a text four times as long: 4 is linear, 16 quadratic, 64 cubic. What is quadratic in a search is
linear at one place, which is how most are used; more than that never ends on a megabyte."""
NOTHING_SEC = 0.02
"""Of the process's own time; less is no matter, whatever the ratio."""
PIECES = (
    "a", "0", " ", "-", ".", "@", "/", "+", "(", "'", "<", "[", "\n", "é", "a ", "a.", "0-", "a@", "1 ", "://", "!?",
    "&#", "x=", "\t", "no ", "{a", "“", "ab",
)  # fmt: skip
IMPORTED = ("backend", "shared")
LEFT_OUT = ("backend.migrations", "backend.__main__", "backend.backups.__main__", "shared.launching.__main__")
"""Modules that start something when they are imported."""


def patterns(package: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that the modules of a package compile, by where they are. Pages take long to be imported and write
    their patterns out: of those they are read."""
    for path in modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith(package) or name.startswith(LEFT_OUT):
            continue
        source = path.read_text(encoding="utf-8")
        if "re.compile" in source:
            found = _compiled(name) if package in IMPORTED else _written(name, source)
            yield from ((label, pattern) for label, pattern in found if isinstance(pattern.pattern, str))


def _compiled(module: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for label, value in vars(importlib.import_module(module)).items():
        if isinstance(value, re.Pattern):
            yield f"{module}:{label}", value


def _written(module: str, source: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            with suppress(ValueError):  # put together from parts that stand elsewhere
                yield f"{module}:{node.lineno}", re.compile(ast.literal_eval(node.args[0]))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_pattern_takes_more_than_quadratic_time(package: str) -> None:
    mine = list(patterns(package))
    assert mine
    slow = [(name, piece) for name, pattern in mine for piece in PIECES if grows(pattern, piece)]
    assert slow == []


def grows(pattern: re.Pattern[str], piece: str) -> bool:
    """Whether the time grows faster than the square. Small texts first: what would never end is found before."""
    before = 1e-4
    for size in SIZES:
        now = took(pattern, text_of(piece, size))
        if now > NOTHING_SEC and now > MOST * before:
            return True
        before = max(now, 1e-4)
    return False


def text_of(piece: str, length: int) -> str:
    return piece * (length // len(piece)) + "\x00"


def took(pattern: re.Pattern[str], text: str) -> float:
    """Seconds of this thread's own time, the better of two."""
    times = []
    for _ in range(2):
        began = time.thread_time()
        for _ in zip(pattern.finditer(text), range(1_000), strict=False):
            pass
        times.append(time.thread_time() - began)
        if times[-1] < NOTHING_SEC:
            break
    return min(times)


HOSTILE = (
    "a" * 1_000_000,
    "1-" * 500_000,
    "a@" * 500_000,
    "¡no! " * 200_000,
    "<!--" * 250_000,
    "Soy Juan" + " " * 999_992,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:5])
def test_a_megabyte_is_read_as_fast_as_its_quarter_four_times(text: str) -> None:
    detector = IntentDetector.for_pack(load_pack("kavak"))
    prompts = Prompts("Eres el asistente. " * 50)
    readers = (redact, rendered, plain, lambda said: is_angry(said, "es"), lambda said: detector.detect(said),
               prompts.echoed_in)  # fmt: skip
    for reader in readers:
        quarter, whole = (seconds(reader, part) for part in (text[: len(text) // 4], text))
        assert whole < 0.05 or whole < 12 * max(quarter, 0.01), reader


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Of this thread's own time, the least of three."""
    times = []
    for _ in range(3):
        began = time.thread_time()
        reader(text)
        times.append(time.thread_time() - began)
    return min(times)
