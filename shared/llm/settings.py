"""Which model is used and how: read once from the environment and `.env`, typed and frozen."""

from __future__ import annotations

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "gpt-5-nano-2025-08-07"
DEFAULT_FALLBACK_MODEL = "gpt-6-luna"
OFFLINE_MODEL = "offline-rules-1"


class LLMSettings(BaseSettings):
    """The deployment's choice of model. Field names are the environment variables, in lower case.

    An empty variable counts as unset. Without a key and without a base URL the offline model answers.
    Times are in seconds, rates a minute. A rate of `None` is the account's rate (first tier until the API
    names another) at OpenAI and no limit elsewhere; 0 is no limit.
    """

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = DEFAULT_MODEL
    openai_fallback_model: str | None = DEFAULT_FALLBACK_MODEL
    openai_timeout_sec: float = Field(default=60.0, gt=0)
    openai_total_timeout_sec: float = Field(default=180.0, gt=0)
    openai_requests_per_minute: int | None = Field(default=None, ge=0)
    openai_tokens_per_minute: int | None = Field(default=None, ge=0)
    offline_model_faults: str = ""
    offline_model_latency_ms: float = Field(default=0.0, ge=0)
    offline_model_retired: str = ""

    @field_validator(
        "openai_api_key",
        "openai_base_url",
        "openai_fallback_model",
        "openai_requests_per_minute",
        "openai_tokens_per_minute",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("openai_model", mode="before")
    @classmethod
    def _empty_is_default(cls, value: object) -> object:
        return DEFAULT_MODEL if isinstance(value, str) and not value.strip() else value

    @property
    def offline(self) -> bool:
        """Whether the in-process offline model answers."""
        return self.openai_api_key is None and self.openai_base_url is None

    @property
    def at_openai(self) -> bool:
        """Whether calls go to OpenAI itself, where an account's rate limits hold."""
        return not self.offline and (self.openai_base_url is None or "api.openai.com" in self.openai_base_url)

    @property
    def retired_models(self) -> frozenset[str]:
        """The models that the offline model says are gone (`OFFLINE_MODEL_RETIRED`, separated by commas)."""
        return frozenset(name.strip() for name in self.offline_model_retired.split(",") if name.strip())
