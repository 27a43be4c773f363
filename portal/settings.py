"""What a deployment decides: read once from the environment and `.env`, typed and frozen."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Field names are the environment variables, in lower case. An empty variable counts as unset."""

    # The portal runs in its own folder (Reflex wants that), the repository's `.env` lies one above.
    model_config = SettingsConfigDict(
        env_file=(Path(__file__).parents[1] / ".env"), env_ignore_empty=True, extra="ignore", frozen=True
    )

    environment: Environment = Environment.DEVELOPMENT
    backend_url: str = "http://127.0.0.1:8000"
    backend_timeout_sec: float = Field(default=15.0, gt=0)
    portal_host: str = "127.0.0.1"
    portal_port: int = Field(default=3000, ge=1, le=65_535)
    portal_url: str = Field(default="", validate_default=True)
    """What customers type; a page from any other address is refused. Unset: this machine, at `portal_port`."""
    portal_proxy_hops: int = Field(default=0, ge=0)
    """How many proxies in front of the portal are ours: so many entries of X-Forwarded-For are believed."""
    redis_url: SecretStr | None = None
    """Unset: one process, state in its memory and sessions in a file. Set: any number of replicas."""
    data_folder: Path = Path(".data")
    session_days: int = Field(default=30, ge=1)
    """How long a browser stays signed in after its log-in; the backend's refresh token ends it earlier if shorter."""

    @field_validator("portal_url")
    @classmethod
    def _here_if_unset(cls, value: str, info: ValidationInfo) -> str:
        return value or f"http://127.0.0.1:{info.data.get('portal_port', 3000)}"

    @field_validator("backend_url", "portal_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("data_folder")
    @classmethod
    def _under_the_repository(cls, value: Path) -> Path:
        return value if value.is_absolute() else Path(__file__).parents[1] / value

    @property
    def origins(self) -> tuple[str, ...]:
        """The addresses that a page of ours can have; a websocket from any other is refused."""
        by_name = self.portal_url.replace("//127.0.0.1", "//localhost")
        return tuple(dict.fromkeys((self.portal_url, by_name)))

    @property
    def secure_cookies(self) -> bool:
        """Cookies only over TLS: where customers come by https."""
        return self.portal_url.startswith("https://")


@cache
def settings() -> Settings:
    """The process's settings."""
    return Settings()
