"""What the workbench's logs say of errors: which and where, not their words, which may quote a conversation."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

_FRAMES = 12


def keep_words_out_of_logs() -> None:
    """From now on every log entry of the process tells an error without its words, whoever logs it."""
    before = logging.getLogRecordFactory()
    if getattr(before, "keeps_words_out", False):
        return

    def record(*args: Any, **about: Any) -> logging.LogRecord:
        made = before(*args, **about)
        if made.exc_info and made.exc_info[1] is not None:
            made.msg, made.args = f"{made.getMessage()} | {told(made.exc_info[1])}", ()
            made.exc_info = made.exc_text = None
        return made

    record.keeps_words_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)


def told(error: BaseException) -> str:
    """The kinds of an error and of what caused it, and where each was raised, on one line."""
    parts, cause = list[str](), error.__cause__ or error.__context__
    parts.append(_place(error))
    if cause is not None:
        parts.append(_place(cause))
    return " <- ".join(parts)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} [{where}]"
