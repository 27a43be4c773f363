"""Edited prompts from files."""

from __future__ import annotations

from pathlib import Path

from shared.cli.console import WrongInput

MAX_PROMPT_FILE_BYTES = 1_000_000


def read_prompt(path: Path | None) -> str | None:
    """The text of a prompt's file, without space around it; `None` without a file. Raises `WrongInput`."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PROMPT_FILE_BYTES + 1)  # not all of it: it may be /dev/zero
        if len(content) > MAX_PROMPT_FILE_BYTES:
            raise WrongInput(f"{path} is too large to be a prompt")
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror}") from error
