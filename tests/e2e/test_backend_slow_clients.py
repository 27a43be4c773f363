"""Clients that open streams and hardly read: everybody else is served, and nothing stays behind.

A thousand of them, with bounds on time, are a part of `make load`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.slow_clients import SlowStreams, beside_slow_clients

FEW = SlowStreams(listening=20, crowded=5, posting=3)
MOST_MEGABYTES = 300


@pytest.mark.slow
def test_clients_that_hardly_read_harm_nobody_and_leave_nothing(tmp_path: Path) -> None:
    met = beside_slow_clients(tmp_path, FEW)
    assert met.failed is None, met.failed
    assert met.reads > 0
    assert met.most_bytes < MOST_MEGABYTES * 1_000_000
