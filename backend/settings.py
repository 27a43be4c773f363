"""What a deployment decides: read once from the environment and `.env`, typed and frozen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.llm.settings import LLMSettings

MIN_SECRET_LENGTH = 32
PLACEHOLDERS = ("change", "secret", "example", "placeholder", "default", "password", "your", "insecure")


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Field names are the environment variables, in lower case. An empty variable counts as unset.

    `_sec`, `_minutes` … name the unit. Production refuses to start without `SECRET_KEY` and `DATABASE_URL`.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    environment: Environment = Environment.DEVELOPMENT
    domain: str = "kavak"
    database_url: SecretStr | None = None
    data_folder: Path = Path(".data")
    secret_key: SecretStr | None = None
    backend_url: str = "http://127.0.0.1:8000"
    portal_url: str = "http://127.0.0.1:3000"
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ("http://127.0.0.1:3000", "http://localhost:3000")
    demo_data: bool | None = None
    timezone: str = "America/Mexico_City"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "text"] | None = None
    """Unset: text on a terminal in development, else JSON."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    """0: any free port."""
    trusted_proxies: str = "127.0.0.1"
    """Whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by commas: the portal and a TLS proxy."""

    database_pool_size: int = Field(default=20, ge=1)
    database_pool_timeout_sec: float = Field(default=10.0, gt=0)

    access_token_minutes: int = Field(default=15, ge=1)
    refresh_token_days: int = Field(default=30, ge=1)
    password_reset_minutes: int = Field(default=30, ge=1)
    bcrypt_rounds: int = Field(default=12, ge=4, le=16)
    login_failures_per_account: int = Field(default=5, ge=1)
    login_failures_per_address: int = Field(default=30, ge=1)
    login_window_minutes: int = Field(default=15, ge=1)
    sign_ups_per_address: int = Field(default=30, ge=0)
    """New accounts (and tries at one) from an address in a login window, in all processes together; 0: no limit."""

    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str = "no-reply@localhost"
    smtp_starttls: bool = True

    max_body_bytes: int = Field(default=256_000, ge=1_000)
    requests_per_minute: int = Field(default=300, ge=0)
    """By one user (or address, before sign-in), in one process; 0: no limit."""
    messages_per_minute: int = Field(default=20, ge=0)
    messages_per_day: int = Field(default=200, ge=0)
    """Of one customer that the bot answers, in all processes together; then it offers a person. 0: no limit."""
    customer_daily_budget_usd: float | None = Field(default=0.5, gt=0)
    """What the model may cost for one customer in a day, in all processes together; unset: no limit."""
    daily_budget_usd: float | None = Field(default=None, gt=0)
    """The same for all customers together."""
    streams_per_user: int = Field(default=100, ge=0)
    """Listening streams (`GET tickets/{id}/events`) that one user may hold open, in one process; 0: no limit."""

    reply_lease_sec: float = Field(default=10.0, gt=0)
    reply_recovery_sec: float = Field(default=5.0, gt=0)
    reply_attempts: int = Field(default=3, ge=1)
    replies_at_once: int = Field(default=200, ge=1)
    stream_ping_sec: float = Field(default=15.0, gt=0)
    shutdown_sec: float = Field(default=20.0, ge=0)
    handoff_after_failures: int = Field(default=2, ge=1)
    handoff_after_failed_turns: int = Field(default=3, ge=1)
    model_budget_usd: float | None = Field(default=None, gt=0)
    """A hard limit of what this process may spend on the model; unset: none."""

    assume_resolved_hours: float = Field(default=72.0, gt=0)
    close_resolved_days: float = Field(default=7.0, gt=0)
    retention_days: float | None = Field(default=None, gt=0)
    """Closed tickets that are older are deleted with everything under them; unset: they are kept for ever."""
    jobs_in_process: bool = True
    regular_jobs: bool = True
    """Settle what went quiet, close what is resolved, tidy up: by the clock, once for all replicas."""

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @model_validator(mode="after")
    def _production_is_safe(self) -> Settings:
        if self.environment is not Environment.PRODUCTION:
            return self
        if self.database_url is None:
            raise ValueError("ENVIRONMENT=production needs DATABASE_URL: the embedded PostgreSQL is for development")
        secret = self.secret_key.get_secret_value() if self.secret_key else ""
        if is_weak(secret):
            raise ValueError(
                f"ENVIRONMENT=production needs a SECRET_KEY of at least {MIN_SECRET_LENGTH} random characters: "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        if self.demo_data:
            raise ValueError("DEMO_DATA cannot be on in production: its passwords are public")
        if "*" in self.cors_origins:
            raise ValueError("CORS_ORIGINS=* is not for production: name the portal's address")
        return self

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def with_demo_data(self) -> bool:
        """Whether demo users and tickets are there: in development unless `DEMO_DATA=false`."""
        return not self.production if self.demo_data is None else self.demo_data

    @property
    def llm(self) -> LLMSettings:
        """The model's own settings, from the same environment."""
        return LLMSettings()


def is_weak(secret: str) -> bool:
    """Whether a secret is too short, a placeholder, or a few characters over and over."""
    lowered = secret.lower()
    return len(secret) < MIN_SECRET_LENGTH or len(set(secret)) < 10 or any(word in lowered for word in PLACEHOLDERS)
