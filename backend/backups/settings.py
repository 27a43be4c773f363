"""Where what is backed up lies."""

from __future__ import annotations

from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[2]


class Folders(BaseSettings):
    """Of the whole product, so that one file holds what belongs together."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_folder: Path = Path(".data")
    runs_folder: Path = Path("runs")

    @field_validator("data_folder", "runs_folder")
    @classmethod
    def _under_the_repository(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @property
    def secrets(self) -> dict[str, Path]:
        """By the name that each has in a backup: what signs in, what opens other services."""
        return {
            "secret_key": self.data_folder / "secret_key",
            "environment": ROOT / ".env",
            "secrets.toml": ROOT / ".streamlit" / "secrets.toml",
        }
