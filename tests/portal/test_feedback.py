"""The reason that a customer gives for a thumb."""

from __future__ import annotations

from typing import Any

import pytest

from portal.cards.feedback import REASON_CHARACTERS, reason_of


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"reason": "No se entiende", "comment": " muy largo "}, "No se entiende. muy largo"),
        ({"reason": "No se entiende", "comment": ""}, "No se entiende"),
        ({"comment": "muy largo"}, "muy largo"),
        ({"reason": None}, ""),
        ({}, ""),
    ],
)
def test_reason_and_own_words_become_one_text(form: dict[str, Any], reason: str) -> None:
    assert reason_of(form) == reason


def test_a_reason_is_never_longer_than_the_backend_takes() -> None:
    assert len(reason_of({"comment": "a" * 5_000})) == REASON_CHARACTERS
