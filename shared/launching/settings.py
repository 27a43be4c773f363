"""What `make up` reads itself, from the environment and `.env`. Every service reads its own settings."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

ROOT = Path(__file__).parents[2]
BACKEND_URL, PORTAL_URL = "http://127.0.0.1:8000", "http://127.0.0.1:3000"
CORS_ORIGINS = "http://127.0.0.1:3000,http://localhost:3000"


class LaunchSettings(BaseSettings):
    """Addresses that are not set, or set to what they are by default, follow the ports."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    portal_host: str = "127.0.0.1"
    portal_port: int = Field(default=3000, ge=1, le=65_535)
    workbench_host: str = "127.0.0.1"
    workbench_port: int = Field(default=8501, ge=1, le=65_535)
    backend_url: str = BACKEND_URL
    portal_url: str = PORTAL_URL
    cors_origins: str = CORS_ORIGINS
    data_folder: Path = Path(".data")
    database_url: SecretStr | None = None
    environment: str = "development"
    log_format: str = ""
    shutdown_sec: float = Field(default=20.0, ge=0)

    @field_validator("data_folder")
    @classmethod
    def _under_the_repository(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @property
    def addresses(self) -> dict[str, str]:
        """The variables by which the services find each other."""
        portal = local_url(self.portal_host, self.portal_port)
        by_name = portal.replace("//127.0.0.1", "//localhost")
        given = {"BACKEND_URL": self.backend_url, "PORTAL_URL": self.portal_url, "CORS_ORIGINS": self.cors_origins}
        usual = {"BACKEND_URL": BACKEND_URL, "PORTAL_URL": PORTAL_URL, "CORS_ORIGINS": CORS_ORIGINS}
        here = {
            "BACKEND_URL": local_url(self.host, self.port),
            "PORTAL_URL": portal,
            "CORS_ORIGINS": ",".join(dict.fromkeys((portal, by_name))),
        }
        return {name: here[name] if value.rstrip("/") == usual[name] else value for name, value in given.items()}


class WrongSettings(Exception):
    """Which settings cannot be used, without their values: they may be secrets."""


def read_settings() -> LaunchSettings:
    """The settings. Raises `WrongSettings`."""
    try:
        return LaunchSettings()
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
        raise WrongSettings("; ".join(wrong)) from error
    except (SettingsError, UnicodeDecodeError) as error:
        raise WrongSettings(f".env cannot be read: {error}") from error


def local_url(host: str, port: int) -> str:
    """How this machine reaches what listens on `host`, which may be every address."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
