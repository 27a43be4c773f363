"""Which model the jobs ask: the deployment's, with the key of `.streamlit/secrets.toml` where there is none."""

from __future__ import annotations

import logging
import tomllib
from functools import cache
from pathlib import Path

from pydantic import SecretStr

from shared.llm.settings import LLMSettings
from workbench.settings import ROOT

SECRETS = ROOT / ".streamlit" / "secrets.toml"
SECRET_NAME = "openai_kavak_secret"  # noqa: S105 - the name under which it is kept
log = logging.getLogger(__name__)


@cache
def llm_settings() -> LLMSettings:
    """The process's choice of model. `OPENAI_API_KEY` comes before the file."""
    found = LLMSettings()
    secret = secret_of(SECRETS)
    if found.openai_api_key is None and secret:
        return found.model_copy(update={"openai_api_key": SecretStr(secret)})
    return found


def secret_of(path: Path) -> str:
    """The key in a secrets file; empty without one. A damaged file counts as none and is logged."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        log.warning("%s cannot be read: %s", path.name, type(error).__name__)
        return ""
    secret = content.get(SECRET_NAME, "")
    return secret.strip() if isinstance(secret, str) else ""
