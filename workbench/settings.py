"""What a deployment decides: read once from the environment and `.env`, typed and frozen."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).parents[1]


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Field names are the environment variables, in lower case. An empty variable counts as unset."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True)

    environment: Environment = Environment.DEVELOPMENT
    domain: str = "kavak"
    backend_url: str = "http://127.0.0.1:8000"
    backend_timeout_sec: float = Field(default=15.0, gt=0)
    workbench_host: str = "127.0.0.1"
    workbench_port: int = Field(default=8501, ge=1, le=65_535)
    workbench_url: str = ""
    """What admins type; https makes the session's cookie go over TLS only."""
    workbench_files_only: bool = False
    """Whether files may be worked on without an account while no backend answers."""
    workbench_upload_mb: int = Field(default=1_024, ge=1, le=4_096)
    session_days: int = Field(default=30, ge=1)
    account_check_sec: float = Field(default=30.0, gt=0)
    """How often the backend is asked whether an account still is an admin's."""
    data_folder: Path = Path(".data")
    runs_folder: Path = Path("runs")
    """Where runs lie; `acs` works on the same folders."""
    workbench_folders: Annotated[tuple[Path, ...], NoDecode] = (Path("shared/samples"),)
    """Folders of the server whose files may be analysed, besides that of the runs; separated by commas."""

    @field_validator("workbench_folders", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("workbench_folders")
    @classmethod
    def _all_under_the_repository(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(path if path.is_absolute() else ROOT / path for path in value)

    @field_validator("backend_url", "workbench_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("data_folder", "runs_folder")
    @classmethod
    def _under_the_repository(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @property
    def secure_cookies(self) -> bool:
        return self.workbench_url.startswith("https://")


@cache
def settings() -> Settings:
    """The process's settings."""
    return Settings()
