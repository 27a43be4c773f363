"""Every test of the records happens on the same day."""

from __future__ import annotations

import pytest

from tests.backend.operations.builders import MOMENT


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.operations.store.now", lambda: MOMENT)
    monkeypatch.setattr("backend.operations.undo.now", lambda: MOMENT)
