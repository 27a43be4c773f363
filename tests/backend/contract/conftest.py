"""What the contract's tests share."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of the accounts that are held back on purpose come at once: these tests ask for hundreds."""
    monkeypatch.setattr("backend.users.resets.STEP_SEC", 0.001)
    monkeypatch.setattr("backend.users.sessions.OVERLAP", timedelta(0))
