"""Figures of the containers: how large, how fast up, how much memory."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.compose.stack import Stack, ran

REST_SEC, LOOK_SEC = 5.0, 1.0
_UNITS = {"B": 1e-6, "KiB": 1.024e-3, "MiB": 1.048576, "GiB": 1073.741824}


class Memory(NamedTuple):
    """Megabytes of one service, all its containers: at rest, and the most under load."""

    rest: float
    load: float


@dataclass
class Figures:
    """What was measured. Sizes in MB, `started` in seconds until all are healthy, by profile."""

    sizes: dict[str, float] = field(default_factory=dict)
    started: dict[str, float] = field(default_factory=dict)
    memory: dict[str, dict[str, Memory]] = field(default_factory=dict)

    def tables(self) -> str:
        """In Markdown."""
        lines = ["", "| image | MB |", "|---|---:|"]
        lines += [f"| {name} | {size:,.0f} |" for name, size in self.sizes.items()]
        lines += ["", "| profile | s until all are healthy |", "|---|---:|"]
        lines += [f"| {name} | {seconds:.0f} |" for name, seconds in self.started.items()]
        lines += ["", "| profile | service | MB at rest | MB under load, at most |", "|---|---|---:|---:|"]
        for profile, services in self.memory.items():
            lines += [f"| {profile} | {name} | {one.rest:.0f} | {one.load:.0f} |" for name, one in services.items()]
        return "\n".join(lines)


def image_sizes(images: Sequence[str]) -> dict[str, float]:
    """Megabytes of each."""
    found = {one: json.loads(ran(["docker", "image", "inspect", one]))[0]["Size"] for one in images}
    return {name: size / 1e6 for name, size in found.items()}


def memory(stack: Stack, load: Callable[[], object]) -> dict[str, Memory]:
    """By service: after some seconds of rest, and the most that was seen while `load` ran."""
    time.sleep(REST_SEC)
    rest, most, over = in_use(stack), dict[str, float](), threading.Event()

    def watch() -> None:
        while not over.is_set():
            for service, size in in_use(stack).items():
                most[service] = max(most.get(service, 0.0), size)
            over.wait(LOOK_SEC)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        load()
    finally:
        over.set()
        watching.join()
    return {service: Memory(size, most.get(service, size)) for service, size in sorted(rest.items())}


def in_use(stack: Stack) -> Mapping[str, float]:
    """Megabytes by service, without the kernel's cache of files."""
    services = {one.id: one.service for one in stack.containers() if one.state == "healthy"}
    told = ran(["docker", "stats", "--no-stream", "--no-trunc", "--format", "{{.ID}} {{.MemUsage}}", *services])
    total: dict[str, float] = {}
    for line in told.splitlines():
        container, used = line.split()[:2]
        total[services[container]] = total.get(services[container], 0.0) + megabytes(used)
    return total


def megabytes(told: str) -> float:
    """Of "61.57MiB"."""
    digits = told.rstrip("BKMGi")
    return float(digits) * _UNITS[told.removeprefix(digits)]
