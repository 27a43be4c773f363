"""How fast is an analysis? `python -m tests.benchmarks.analysis_bench [--conversations 100000] [--loop-share 0.1]`.

Compares `analyze` (full detector, all outputs) with the plain keyword loop and with parsing alone, on one file.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

from shared.analysis.engine import analyze
from shared.domains.pack import load_pack
from tests.benchmarks.keyword_loop import keyword_loop, parse_only
from tests.benchmarks.synthetic_conversations import write_conversations

SAMPLING_SEC = 0.05


class Measured(NamedTuple):
    """Wall time and processor time in seconds and the peak of resident memory in MB, of this process and all its
    children together."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def measured(work: Callable[[], object]) -> Measured:
    """Run `work` once."""
    done = threading.Event()
    peak = [0.0]

    def watch() -> None:
        while not done.wait(SAMPLING_SEC):
            peak[0] = max(peak[0], _resident_mb())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    started, cpu_before = time.perf_counter(), _cpu_seconds()
    work()
    seconds, cpu_seconds = time.perf_counter() - started, _cpu_seconds() - cpu_before
    done.set()
    watcher.join()
    return Measured(seconds, cpu_seconds, peak[0])


def _cpu_seconds() -> float:
    """Of this process and of the children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _resident_mb() -> float:
    me = psutil.Process()
    total = 0
    for process in [me, *me.children(recursive=True)]:
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total / 1e6


def _head(path: Path, lines: int) -> Path:
    part = path.with_suffix(".head")
    with path.open("rb") as file, part.open("wb") as head:
        for _, line in zip(range(lines), file, strict=False):
            head.write(line)
    return part


def compare(conversations: int, loop_share: float) -> str:
    """The table: time, time against `analyze`, peak memory."""
    pack = load_pack("kavak")
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "conversations.jsonl"), Path(folder, "out")
        write_conversations(path, conversations)
        size = path.stat().st_size / 1e6
        engine = measured(lambda: analyze([path], out, pack))
        parse = measured(lambda: parse_only(path))
        sampled = max(1, int(conversations * loop_share))
        part = _head(path, sampled)
        loop = measured(lambda: keyword_loop(part))
    rows = [
        ("`acs analyze`: detector, figures, all files", engine, 1.0),
        ("plain loop: json.loads, 24 × re.search", loop, conversations / sampled),
        ("limit: orjson.loads a line, nothing else", parse, 1.0),
    ]
    lines = [
        f"{conversations:,} conversations, {size:,.0f} MB, {psutil.cpu_count()} cores"
        + (f"; the plain loop timed on {sampled:,} of them and scaled up" if sampled < conversations else ""),
        "",
        "| | seconds | × analyze | processor seconds | peak MB |",
        "|---|---:|---:|---:|---:|",
    ]
    return "\n".join(lines + [_row(name, one, scale, engine.seconds) for name, one, scale in rows])


def _row(name: str, one: Measured, scale: float, reference: float) -> str:
    seconds = one.seconds * scale
    return (
        f"| {name} | {seconds:.2f} | {seconds / reference:.2f} | {one.cpu_seconds * scale:.2f} | {one.peak_mb:,.0f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument(
        "--loop-share", type=float, default=1.0, help="part of the file that the plain loop is timed on"
    )
    options = parser.parse_args()
    print(compare(options.conversations, options.loop_share))


if __name__ == "__main__":
    main()
