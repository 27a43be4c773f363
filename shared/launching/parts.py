"""What `make up` starts: a name, a command, where it listens and how it says that it is ready."""

from __future__ import annotations

import sys
from typing import NamedTuple

from shared.launching.settings import LaunchSettings, local_url


class Part(NamedTuple):
    """`variable` is the setting of its port, `health` the path that answers 200 once it serves."""

    name: str
    command: tuple[str, ...]
    host: str
    port: int
    variable: str
    health: str

    @property
    def url(self) -> str:
        return local_url(self.host, self.port)


def parts_of(chosen: LaunchSettings) -> tuple[Part, ...]:
    """The three services."""
    return (
        Part("backend", _child("backend", "--quiet"), chosen.host, chosen.port, "PORT", "/health/ready"),
        Part("portal", _child("portal"), chosen.portal_host, chosen.portal_port, "PORTAL_PORT", "/_health"),
        Part(
            "workbench", _child("workbench"), chosen.workbench_host, chosen.workbench_port, "WORKBENCH_PORT",
            "/_stcore/health",
        ),
    )  # fmt: skip


def _child(module: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "shared.launching.part", module, *words)
