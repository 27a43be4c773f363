"""The report's words in each language, from `templates/report_texts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from shared.improvement.number_format import LANGUAGES, Language

TEXTS_FILE = Path(__file__).parent / "templates" / "report_texts.yaml"


class Texts:
    """The catalogue in one language: `texts("verdict.better")`, placeholders filled by name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = {key: texts[language] for key, texts in catalogue().items()}

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`. Raises `KeyError` for one that does not exist."""
        return self._texts[key].format(**values)

    def has(self, key: str) -> bool:
        return key in self._texts


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Key → language → text. Raises `ValueError` where a language is missing: a report is never half translated."""
    texts = dict(_flat("", yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8"))))
    for key, languages in texts.items():
        if set(languages) != set(LANGUAGES):
            raise ValueError(f"{TEXTS_FILE.name}: {key} is not there in {', '.join(LANGUAGES)}")
    return texts


def _flat(prefix: str, branch: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    if branch and all(isinstance(value, str) for value in branch.values()):
        return [(prefix, branch)]
    return [leaf for name, part in branch.items() for leaf in _flat(f"{prefix}.{name}" if prefix else name, part)]
