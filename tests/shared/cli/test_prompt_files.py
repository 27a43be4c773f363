"""Prompts from files, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.cli.console import WrongInput
from shared.cli.prompt_files import read_prompt


def test_a_prompt_is_the_text_without_the_space_around_it(tmp_path: Path) -> None:
    template = tmp_path / "template.txt"
    template.write_text("\ufeffCtx {contexto}, {tono}\n\n", encoding="utf-8")
    assert read_prompt(template) == "Ctx {contexto}, {tono}"
    assert read_prompt(None) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\xff", "is not UTF-8 text"), (b"x" * 1_000_001, "too large"), (None, "cannot be read")],
)
def test_files_that_cannot_be_read_are_said(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "system.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongInput, match=said):
        read_prompt(file)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(WrongInput, match="too large"):
        read_prompt(Path("/dev/zero"))
