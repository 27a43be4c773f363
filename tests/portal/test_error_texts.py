"""Every error code of the API that a customer can meet has words of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# The rooms of the catalogue are imported by it: it comes first.
from portal.i18n.catalogue import say
from portal.i18n.errors import TEXTS, error_key, waiting_time

BACKEND = Path(__file__).parents[2] / "backend"
_CODE = re.compile(r'^    code = "(\w+)"', re.MULTILINE)
FOR_ADMINS = BACKEND / "releases"
CODES = sorted(
    {
        code
        for path in BACKEND.glob("**/*.py")
        if not path.is_relative_to(FOR_ADMINS)
        for code in _CODE.findall(path.read_text())
    }
    - {"error"}
)


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_the_backend_is_told_in_its_own_words(code: str) -> None:
    assert error_key(code) != "error.unknown"


def test_a_code_from_tomorrow_is_told_too() -> None:
    assert say(error_key("from_tomorrow"), "en") == TEXTS["error.unknown"].en


def test_whatever_fails_at_the_model_is_the_assistant_s_failure() -> None:
    assert error_key("model_timeout") == "error.model"


@pytest.mark.parametrize(
    ("seconds", "language", "words"),
    [(0.4, "en", "in 1 second"), (59, "es", "dentro de 59 segundos"), (61, "pt", "em 2 minutos"),
     (900, "es", "dentro de 15 minutos")],
)  # fmt: skip
def test_a_wait_is_never_told_too_short(seconds: float, language: str, words: str) -> None:
    assert waiting_time(seconds, language) == words
