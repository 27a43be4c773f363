"""Which errors mean wrong words or input (exit code 2) and which a job that failed (1)."""

from __future__ import annotations

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
FAILURES: tuple[type[Exception], ...] = (JobFailed, ModelError, JournalError, WorkersKeepDying, OSError)
