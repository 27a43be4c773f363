"""Which errors mean wrong words or input (exit code 2) and which a job that failed (1)."""

from __future__ import annotations

import traceback
from pathlib import Path

from pydantic_settings import SettingsError

from shared.analysis.workers import WorkersKeepDying
from shared.cli.console import JobFailed, WrongInput
from shared.conversations.rejections import InputError
from shared.domains.pack import PackError
from shared.improvement.approval import ApprovalError
from shared.improvement.journal import JournalError
from shared.llm.errors import ModelError
from shared.runs.folder import RunError

WRONG_INPUTS: tuple[type[Exception], ...] = (
    WrongInput,
    InputError,
    PackError,
    ApprovalError,
    RunError,
    FileNotFoundError,
    IsADirectoryError,
    SettingsError,
)
_SOURCES = Path(__file__).parents[1]
FAILURES: tuple[type[Exception], ...] = (JobFailed, ModelError, JournalError, WorkersKeepDying, OSError)


def words_of_failure(error: Exception) -> str:
    """An error's message; of the operating system's errors what it says and about which file."""
    if isinstance(error, OSError) and error.strerror:
        name = error.filename2 or error.filename  # of a file that is to be replaced, not of its replacement
        return error.strerror if name is None else f"{name}: {error.strerror}"
    return str(error) or type(error).__name__


def words_of_defect(error: Exception) -> str:
    """What to tell of an error that nobody expected: what it was and where."""
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_SOURCES)]
    place = (own or frames)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"a defect of acs, please report it: {type(error).__name__} at {where}: {error}"
